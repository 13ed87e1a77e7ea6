# jobctl: what people run. `make demo` and `make test` install what they need by themselves.

PREFIX = /usr/local
DESTDIR =
SWIFT = swift
RELEASE = -c release --static-swift-stdlib -Xswiftc -static-executable $(LIBEDIT)
# What a static libedit needs besides itself.
LIBEDIT = $(foreach library,tinfo bsd md,-Xlinker -l$(library))

require = Tests/Setup/require

.PHONY: all build release generate install demo demo-qemu test bench lint format clean build-needs qemu-needs test-needs

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

install: release
	install -D -m 755 -s .build/release/jobctl $(DESTDIR)$(PREFIX)/bin/jobctl

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

test-needs: build-needs qemu-needs
	@$(require) \
	  'qemu-system-x86_64:qemu-system-x86:a machine, for jobs that a storage daemon does not have' \
	  'python3:python3:a yardstick for the benchmarks' \
	  'dot:graphviz:draws what explain prints' \
	  'zsh:zsh:a shell whose completion is driven' \
	  'fish:fish:a shell whose completion is driven' \
	  'mandoc:mandoc:reads the manual pages' \
	  'groff:groff-base:reads the manual pages' \
	  'shellcheck:shellcheck:reads the shell scripts'

test: test-needs lint
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

bench: build-needs
	@$(require) 'python3:python3:the yardstick'
	$(SWIFT) build -c release --product Benchmarks
	.build/release/Benchmarks

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

clean:
	rm -rf .build
