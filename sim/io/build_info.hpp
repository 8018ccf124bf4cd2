#pragma once
// Which program this is: written into every trajectory. The values stand in one generated file
// (cmake/build_info.cmake), so that a commit does not rebuild the rest.

namespace perforin::build {

extern const char* const version;   ///< "0.1.0"
extern const char* const commit;    ///< 40 hex digits, "+changes" if sources differ; or "unknown"
extern const char* const type;      ///< CMake's build type: "Release", "Debug"
extern const char* const compiler;  ///< "g++ 12.2.0"

}  // namespace perforin::build
