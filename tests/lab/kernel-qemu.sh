# shellcheck shell=bash
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

start_kernel() {
    local kernel_root image machine=(-accel "tcg,thread=multi" -smp 2 -cpu max)
    command -v qemu-system-x86_64 >/dev/null || fail "QEMU is missing: tests/setup.sh lab"
    kernel_root=$("$here/fetch-kernel.sh") || fail "there is no kernel for QEMU"
    image=$(echo "$kernel_root"/boot/vmlinuz-*)
    make_initramfs
    [ "$icount" = no ] || machine=(-accel tcg -icount "shift=0,sleep=off" -smp 1 -cpu "max,-erms,-fsrm")
    exec setsid qemu-system-x86_64 "${machine[@]}" -m "${memory:-1500}" -nographic -no-reboot \
        -nic none -kernel "$image" -initrd "$work/initramfs.cpio" \
        -append "console=ttyS0 quiet loglevel=1 panic=-1 LAB_HERE=$here LAB_MODULES=$kernel_root/lib/modules" \
        -virtfs local,path=/,mount_tag=machine,security_model=none,readonly=on,multidevs=remap \
        -virtfs "local,path=$work,mount_tag=work,security_model=none"
}
