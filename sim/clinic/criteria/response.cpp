#include "clinic/criteria/response.hpp"

namespace perforin::clinic {

std::string_view title_of(Criterion criterion) {
    switch (criterion) {
        case Criterion::recist:
            return "RECIST 1.1";
        case Criterion::irecist:
            return "iRECIST";
        case Criterion::irrc:
            return "irRC";
        case Criterion::imrecist:
            return "imRECIST";
    }
    return "";
}

namespace {

std::string_view plain(Response response) {
    switch (response) {
        case Response::not_evaluable:
            return "NE";
        case Response::unconfirmed:
            return "UPD";
        case Response::progression:
            return "PD";
        case Response::neither:
            return "nonCRnonPD";
        case Response::stable:
            return "SD";
        case Response::partial:
            return "PR";
        case Response::complete:
            return "CR";
    }
    return "";
}

std::string_view immune(Response response) {
    switch (response) {
        case Response::unconfirmed:
            return "iUPD";
        case Response::progression:
            return "iCPD";
        case Response::neither:
            return "non-iCR/non-iUPD";
        case Response::stable:
            return "iSD";
        case Response::partial:
            return "iPR";
        case Response::complete:
            return "iCR";
        default:
            return plain(response);
    }
}

std::string_view immune_related(Response response) {
    switch (response) {
        case Response::progression:
            return "irPD";
        case Response::stable:
            return "irSD";
        case Response::partial:
            return "irPR";
        case Response::complete:
            return "irCR";
        default:
            return plain(response);
    }
}

}  // namespace

std::string_view text_of(Response response, Criterion criterion) {
    switch (criterion) {
        case Criterion::irecist:
            return immune(response);
        case Criterion::irrc:
            return immune_related(response);
        default:
            return plain(response);
    }
}

Response response_of(NonTarget nontarget) {
    switch (nontarget) {
        case NonTarget::not_evaluable:
            return Response::not_evaluable;
        case NonTarget::progression:
            return Response::progression;
        case NonTarget::neither:
            return Response::neither;
        case NonTarget::complete:
            return Response::complete;
    }
    return Response::not_evaluable;
}

}  // namespace perforin::clinic
