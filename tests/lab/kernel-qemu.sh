# shellcheck shell=bash disable=SC2154 # run.sh sets work, here, memory, icount
# SPDX-License-Identifier: LGPL-2.1-or-later
# QEMU with Debian's stock kernel: two processors, nf_tables, AddressSanitizer.

# These get the guest as far as the machine's files; they are loaded in this order.
boot_modules="virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci netfs
    fscache 9pnet 9p 9pnet_virtio overlay"

make_initramfs() {
    local root=$work/initramfs modules name
    modules=$(echo "$kernel_root"/lib/modules/*)
    mkdir -p "$root/bin" "$root/modules" "$root/proc" "$root/dev" "$root/machine" "$root/mnt" \
        "$root/media"
    cp /bin/busybox "$root/bin/busybox"
    cp "$here/guest-init-qemu.sh" "$root/init"
    for name in $boot_modules; do
        find "$modules" -name "$name.ko" -exec cp {} "$root/modules/" \;
        echo "$name" >>"$root/modules/order"
    done
    (cd "$root" && find . | cpio --quiet -o -H newc) >"$work/initramfs.cpio"
}

# Whether KVM runs this kernel: some machines offer /dev/kvm and then hang. Asked once a boot.
kvm_works() {
    local root=$work/probe verdict
    verdict=$(dirname "$kernel_root")/kvm-$(cat /proc/sys/kernel/random/boot_id)
    [ -w /dev/kvm ] || return 1
    if [ ! -e "$verdict" ]; then
        mkdir -p "$root/bin"
        cp /bin/busybox "$root/bin/busybox"
        printf '#!/bin/busybox sh\necho lab: kvm works\n/bin/busybox poweroff -f\n' >"$root/init"
        chmod +x "$root/init"
        (cd "$root" && find . | cpio --quiet -o -H newc) >"$work/probe.cpio"
        timeout --kill-after=1 8 qemu-system-x86_64 -accel kvm -cpu host -m 256 -nographic -no-reboot \
            -nic none -kernel "$image" -initrd "$work/probe.cpio" -append "console=ttyS0 quiet" \
            </dev/null 2>/dev/null | grep -q "lab: kvm works" && echo yes >"$verdict.part"
        [ -e "$verdict.part" ] || echo no >"$verdict.part"
        mv "$verdict.part" "$verdict"
    fi
    [ "$(cat "$verdict")" = yes ]
}

start_kernel() {
    local kernel_root image machine=(-accel "tcg,thread=multi" -smp 2 -cpu max)
    command -v qemu-system-x86_64 >/dev/null || fail "QEMU is missing: tests/setup.sh lab"
    kernel_root=$("$here/fetch-kernel.sh") || fail "there is no kernel for QEMU"
    image=$(echo "$kernel_root"/boot/vmlinuz-*)
    make_initramfs
    if kvm_works; then machine=(-accel kvm -smp 2 -cpu host); fi
    [ "$icount" = no ] || machine=(-accel tcg -icount "shift=0,sleep=off" -smp 1 -cpu "max,-erms,-fsrm")
    exec setsid qemu-system-x86_64 "${machine[@]}" -m "${memory:-1500}" -nographic -no-reboot \
        -nic none -kernel "$image" -initrd "$work/initramfs.cpio" \
        -append "console=ttyS0 quiet loglevel=1 panic=-1 LAB_HERE=$here LAB_MODULES=$kernel_root/lib/modules" \
        -virtfs local,path=/,mount_tag=machine,security_model=none,readonly=on,multidevs=remap \
        -virtfs "local,path=$work,mount_tag=work,security_model=none"
}
