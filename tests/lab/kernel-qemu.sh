# shellcheck shell=bash disable=SC2154 # run.sh sets the variables
# SPDX-License-Identifier: LGPL-2.1-or-later
# QEMU with Debian's stock kernel: several processors, nf_tables, AddressSanitizer. Sourced by run.sh.

# These get the guest as far as the machine's files; they are loaded in this order.
boot_modules="virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci netfs
    fscache 9pnet 9p 9pnet_virtio overlay"

can_run() {
    command -v qemu-system-x86_64 >/dev/null && command -v cpio >/dev/null &&
        "$here/fetch-kernel.sh" >/dev/null
}

prepare_kernel() {
    local program
    for program in qemu-system-x86_64 cpio busybox depmod; do
        command -v $program >/dev/null || fail "$program is missing: tests/setup.sh lab"
    done
    kernel_root=$("$here/fetch-kernel.sh" ${suite:+"$suite"}) || fail "there is no kernel for QEMU"
    image=$kernel_root/boot/vmlinux
    if [ "$icount" = yes ]; then
        [ "${cpus:-1}" = 1 ] || wrong_call "--icount has one processor"
        machine=(-accel tcg -icount "shift=0,sleep=off" -smp 1 -cpu "max,-erms,-fsrm")
    elif kvm_works; then
        machine=(-accel kvm -cpu host -smp "${cpus:-2}")
    else
        machine=(-accel "tcg,thread=multi" -cpu max -smp "${cpus:-2}")
    fi
    make_initramfs
}

make_initramfs() {
    local root=$work/initramfs modules name file
    modules=$(echo "$kernel_root"/lib/modules/*)
    mkdir -p "$root"/{bin,modules,proc,dev,machine,mnt,media}
    cp "$(command -v busybox)" "$root/bin/busybox"
    cp "$here/guest-init-qemu.sh" "$root/init"
    for name in $boot_modules; do
        file=$(find "$modules" -name "$name.ko" -o -name "$name.ko.xz")
        [ -n "$file" ] || continue # built in, or of another kernel version
        xz -dcf "$file" >"$root/modules/$name.ko" # also what is not packed
        echo "$name" >>"$root/modules/order"
    done
    echo "$kernel_root/lib/modules" >"$root/modules/folder"
    (cd "$root" && find . | cpio --quiet -o -H newc) >"$work/initramfs.cpio"
}

# Some machines have a /dev/kvm on which a stock kernel hangs. The answer is kept until the machine
# boots again.
kvm_works() {
    local verdict cache=${kernel_root%/*}
    [ -r /dev/kvm ] && [ -w /dev/kvm ] || return 1
    verdict=$cache/kvm-$(cat /proc/sys/kernel/random/boot_id)-${kernel_root##*/}
    if [ ! -e "$verdict" ]; then
        rm -f "$cache"/kvm-*
        mkdir -p "$work/probe/bin" "$work/probe/dev"
        cp "$(command -v busybox)" "$work/probe/bin/busybox"
        cp "$here/guest-init-qemu.sh" "$work/probe/init"
        (cd "$work/probe" && find . | cpio --quiet -o -H newc) >"$work/probe.cpio"
        timeout -s KILL 8 qemu-system-x86_64 -accel kvm -cpu host -m 256 -display none -monitor none \
            -serial stdio -no-reboot -nic none -kernel "$image" -initrd "$work/probe.cpio" \
            -append "console=ttyS0 quiet panic=-1 LAB_PROBE=1" \
            </dev/null >"$work/probe.log" 2>&1 || true
        if grep -q "lab: alive" "$work/probe.log"; then echo yes; else echo no; fi >"$work/verdict"
        mv "$work/verdict" "$verdict"
    fi
    [ "$(cat "$verdict")" = yes ]
}

# ttyS0 is the kernel's console, ttyS1 carries the command's output and what is typed, and nothing else.
start_kernel() {
    local shared=security_model=none terminal=file:$work/stdout
    if [ "$interactive" = terminal ]; then
        ln -s keys "$work/guest.in"
        ln -s stdout "$work/guest.out"
        terminal=pipe:$work/guest
    fi
    exec setsid qemu-system-x86_64 "${machine[@]}" -m "${memory:-1500}" -display none -monitor none \
        -no-reboot -nic none -kernel "$image" -initrd "$work/initramfs.cpio" \
        -append "console=ttyS0 quiet panic=-1" \
        -serial stdio -serial "$terminal" \
        -virtfs "local,path=/,mount_tag=machine,$shared,readonly=on,multidevs=remap" \
        -virtfs "local,path=$work,mount_tag=work,$shared" \
        ${output:+-virtfs "local,path=${output//,/,,},mount_tag=output,$shared"}
}
