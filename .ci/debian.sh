# shellcheck shell=bash
# A bare Debian 12 in a folder, for trying what a new user would see; scripts of this folder source
# it after common.sh. The mirror and the proxies are those of this machine's own apt.
# shellcheck disable=SC2016  # $(…) in apt's formats is apt's

need debootstrap

mirrors() {  # FORMAT FILTER…: what apt knows about Debian's own package lists
    apt-get indextargets --format "$1" "Created-By: Packages" "Origin: Debian" "${@:2}" | sort -u
}

apt_settings() { apt-config dump | grep -E '^Acquire::((https?|ftp)::|Check-|Retries)' || true; }

bare_debian() {  # FOLDER: fills it; the base is kept in the user's cache for the next time
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/perforin/bookworm.tar
    if [ ! -e "$cache" ]; then
        apt-get -q update </dev/null
        local mirror http_proxy=${http_proxy:-}
        mirror=$(mirrors '$(REPO_URI)' "Codename: bookworm" | head -n 1)
        [ -n "$http_proxy" ] || eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
        export http_proxy
        debootstrap --variant=minbase bookworm "$1" "$mirror"
        mkdir -p "${cache%/*}"
        tar -C "$1" --one-file-system -cf "$cache.part" .
        mv "$cache.part" "$cache"
    else
        tar -C "$1" -xpf "$cache"
    fi
    chmod 755 "$1"  # it becomes the root folder of ordinary users too
    mirrors 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' | grep ' bookworm' >"$1/etc/apt/sources.list"
    apt_settings >"$1/etc/apt/apt.conf.d/90machine"
    echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/throwaway"  # no need to wait for the disk
    cp -L /etc/resolv.conf /etc/hosts "$1/etc/"
}

copy_project() {  # FOLDER: what git keeps or would keep, and nothing that was built
    mkdir -p "$1"
    git ls-files -z --cached --others --exclude-standard |
        tar -c --null --ignore-failed-read --files-from=- | tar -C "$1" -x
}

# FOLDER COMMAND…: runs it inside. The mounts live in a name space of their own and end with it,
# however that happens, so that removing the folder can never reach beyond it.
inside() {
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        HOME=/ CI="${CI:-}" http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" \
        unshare --mount --pid --fork --kill-child bash -euc '
            mount -t proc proc "$1/proc"
            mount --rbind /dev "$1/dev"
            exec chroot "$@"' inside "$@" </dev/null &
    running=$!  # not in the foreground: a signal shall end this script at once
    wait "$running"
    running=
}

clean_up() {
    trap '' INT TERM HUP
    [ -z "$running" ] || kill -KILL "$running" 2>/dev/null || true  # and all inside with it
    wait
    rm -rf --one-file-system "$scratch" || { sleep 2 && rm -rf --one-file-system "$scratch"; }
}

running=
scratch=$(mktemp -d -p "${TMPDIR:-/var/tmp}" perforin.XXXXXX)
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
