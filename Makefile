# jobctl: what people run. `make demo` and `make test` install what they need by themselves.

SWIFT = swift
RELEASE = -c release $(METADATA) --static-swift-stdlib -Xswiftc -static-executable $(LIBEDIT)
# Types are found by a call instead of by their name, which takes a quarter of the instructions of a short run.
METADATA = -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
# What a static libedit needs besides itself.
LIBEDIT = $(foreach library,tinfo bsd md,-Xlinker -l$(library))
BINARY = .build/release/jobctl

# Where things go. These are the places where Fedora, Homebrew and, below /usr/local, Debian look; a Debian
# package has zshdir=$(datadir)/zsh/vendor-completions.
DESTDIR =
PREFIX = /usr/local
bindir = $(PREFIX)/bin
datadir = $(PREFIX)/share
mandir = $(datadir)/man
bashdir = $(datadir)/bash-completion/completions
zshdir = $(datadir)/zsh/site-functions
fishdir = $(datadir)/fish/vendor_completions.d

require = Tests/Setup/require
pages = $(notdir $(wildcard man/*))
version = $(shell sed -n 's/.*current = "\(.*\)"/\1/p' Sources/JobControl/Version.swift)

.PHONY: all build release generate install uninstall deb demo demo-qemu test test-qemu fuzz storm bench soak \
  lint format clean build-needs qemu-needs test-needs bench-needs

all: build

build-needs:
	@$(require) \
	  '/usr/include/histedit.h:libedit-dev:the line editor of the interactive shell'

build: build-needs
	$(SWIFT) build

# A binary without any library to be found at run time. The linker's warnings about getaddrinfo and dlopen
# in such programs are expected: host names are looked up by the C library's own means.
release: build-needs
	$(SWIFT) build $(RELEASE) --product jobctl

# The completion scripts and manual pages, which are committed.
generate: build
	.build/debug/jobctl generate

# The binary is written in one go, so that the page cache has it in large pieces: `install -s` writes it in
# small ones, with which a short run takes half as long again. Whoever runs the old one meanwhile keeps it.
install: $(if $(filter .build/release/%,$(BINARY)),release)
	install -d '$(DESTDIR)$(bindir)'
	strip -o '$(DESTDIR)$(bindir)/jobctl.new' $(BINARY)
	chmod 755 '$(DESTDIR)$(bindir)/jobctl.new'
	mv -f '$(DESTDIR)$(bindir)/jobctl.new' '$(DESTDIR)$(bindir)/jobctl'
	install -D -m 644 completions/jobctl.bash '$(DESTDIR)$(bashdir)/jobctl'
	install -D -m 644 completions/_jobctl '$(DESTDIR)$(zshdir)/_jobctl'
	install -D -m 644 completions/jobctl.fish '$(DESTDIR)$(fishdir)/jobctl.fish'
	for page in $(pages); do \
	  install -D -m 644 man/$$page "$(DESTDIR)$(mandir)/man$${page##*.}/$$page" || exit 1; \
	done

uninstall:
	rm -f '$(DESTDIR)$(bindir)/jobctl' '$(DESTDIR)$(bashdir)/jobctl' \
	  '$(DESTDIR)$(zshdir)/_jobctl' '$(DESTDIR)$(fishdir)/jobctl.fish'
	for page in $(pages); do rm -f "$(DESTDIR)$(mandir)/man$${page##*.}/$$page"; done

# A Debian package of what `make install` installs; its path is the last line. DEBFULLNAME and DEBEMAIL say
# who vouches for it, as for other tools.
deb: $(if $(filter .build/release/%,$(BINARY)),release)
	@.packaging/deb '$(BINARY)' '$(version)' .build

demo: build-needs
	$(SWIFT) build --product jobctl
	@Tests/Demo/sandbox .build/debug/jobctl

qemu-needs:
	@$(require) \
	  'qemu-storage-daemon:qemu-system-common:the storage daemon, a QEMU without a guest, for a real server' \
	  'qemu-img:qemu-utils:makes the disk images'

demo-qemu: build-needs qemu-needs
	$(SWIFT) build --product jobctl
	@Tests/Demo/qemu .build/debug/jobctl

# A Python library with a client of its own, qmp-shell, for tests and benchmarks; they say so where it
# cannot be had.
qemu.qmp = .build/qemu.qmp

$(qemu.qmp)/bin/qmp-shell:
	@$(require) \
	  'python3:python3:runs qmp-shell, a foreign client' \
	  '/usr/lib/python3/dist-packages/pip:python3-pip:fetches qmp-shell'
	-python3 -m venv --without-pip $(qemu.qmp) && \
	  python3 -m pip --python $(qemu.qmp)/bin/python3 --quiet --disable-pip-version-check \
	  install --retries 1 qemu.qmp

test-needs: build-needs qemu-needs $(qemu.qmp)/bin/qmp-shell
	@$(require) \
	  'qemu-system-x86_64:qemu-system-x86:a machine, for jobs that a storage daemon does not have' \
	  'python3:python3:a yardstick for the benchmarks' \
	  'socat:socat:a foreign client' \
	  'dot:graphviz:draws what explain prints' \
	  'zsh:zsh:a shell whose completion is driven' \
	  'fish:fish:a shell whose completion is driven' \
	  'mandoc:mandoc:reads the manual pages' \
	  'groff:groff-base:reads the manual pages' \
	  'shellcheck:shellcheck:reads the shell scripts' \
	  '/usr/share/bash-completion/bash_completion:bash-completion:finds what is installed' \
	  'man:man-db:finds what is installed' \
	  'strip:binutils:makes the installed binary small' \
	  'lintian:lintian:reads the Debian package' \
	  'busybox:busybox-static:a shell in an empty root'

# The release binary is what the tests install, package, and run in an empty root.
test: test-needs lint release
	$(SWIFT) build --build-tests
	@Tests/Setup/recount $(SWIFT) test --skip-build

# Looks for inputs that break a promise of Tests/Fuzzing: all targets, or TARGET="json words".
fuzz: SECONDS = 30
fuzz: build-needs
	@Tests/Fuzzing/build .build/fuzzing
	@Tests/Fuzzing/fuzz .build/fuzzing $(SECONDS) $(TARGET)

# The tests on real servers again, on each of these Debian suites' QEMU: fetched, never installed.
QEMU_SUITES = bullseye bookworm bookworm-backports trixie sid

test-qemu: test-needs
	$(SWIFT) build --build-tests
	@SWIFT='$(SWIFT)' Tests/QEMU/run $(QEMU_SUITES)

# Everything of which the tests run a sample: each fault of a server against each command, hostile clients,
# and leaks. It takes a quarter of an hour.
storm: test-needs release
	@$(require) 'valgrind:valgrind:finds memory that is lost'
	$(SWIFT) build --build-tests
	@JOBCTL_STORM='$(abspath $(BINARY))' Tests/Setup/recount \
	  $(SWIFT) test --skip-build --filter StormTests --skip LeakTests
	@JOBCTL_STORM='$(abspath $(BINARY))' Tests/Setup/recount \
	  $(SWIFT) test --skip-build --filter LeakTests

# What others do the same with, compiled or installed here.
tools = .build/bench
contenders = Tests/Benchmarks/Contenders

bench-needs:
	@$(require) \
	  'cc:gcc:the C programs beside which jobctl is measured' \
	  'socat:socat:a yardstick' \
	  'jq:jq:a yardstick' \
	  'strip:binutils:makes the binary as small as the installed one'

$(tools)/%: $(contenders)/%.c
	@mkdir -p $(tools)
	cc -O2 -Wall -Wextra -o $@ $<

# BUILD=clean builds the release binary once more, from nothing, and adds its time to the table.
bench: bench-needs release $(addprefix $(tools)/,least stopwatch roundtrip counter) $(qemu.qmp)/bin/qmp-shell
	$(SWIFT) build -c release --product Benchmarks --scratch-path $(tools)/build
	@$(MAKE) --no-print-directory --silent install DESTDIR=$(tools)/installed PREFIX= BINARY=$(BINARY)
ifeq ($(BUILD),clean)
	rm -rf $(tools)/clean
	start=$$(date +%s) && \
	  $(SWIFT) build $(RELEASE) --product jobctl --scratch-path $(tools)/clean && \
	  echo $$(($$(date +%s) - start)) >$(tools)/build-seconds
	rm -rf $(tools)/clean
endif
	$(tools)/build/release/Benchmarks $(tools) $(contenders) $(qemu.qmp) $(tools)/installed/bin/jobctl

# How long `make soak` runs.
SECONDS = 600

soak: release
	$(SWIFT) build -c release --product Soak --scratch-path $(tools)/build
	$(tools)/build/release/Soak $(abspath $(BINARY)) $(SECONDS)

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

clean:
	rm -rf .build
