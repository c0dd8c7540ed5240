package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// startSlowed starts a bot in which each sync takes so much longer. A filter in the kernel tells of these calls alone
// and holds them until they are let go; it reaches any program alike. A preloaded library would not reach Go, which
// calls the kernel itself, and a tracer would also stop a program at each signal, of which Go sends itself many.
func startSlowed(ctx context.Context, cmd *exec.Cmd, by time.Duration) (*exec.Cmd, error) {
	if by == 0 {
		return cmd, cmd.Start() //nolint:wrapcheck // the caller says what was started
	}

	ours, theirs, err := socketPair()
	if err != nil {
		return nil, err
	}

	defer func() { _ = errors.Join(ours.Close(), theirs.Close()) }()

	slow := exec.CommandContext(ctx, "/proc/self/exe", append([]string{filteredWord, cmd.Path}, cmd.Args[1:]...)...)
	slow.Env, slow.Dir, slow.Stdout, slow.Stderr = cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr
	slow.ExtraFiles = []*os.File{theirs}

	if err := slow.Start(); err != nil {
		return nil, fmt.Errorf("start with a filter: %w", err)
	}

	_ = theirs.Close() // so that the end of the process ends the wait for it

	listener, err := receiveFile(int(ours.Fd()))
	if err != nil {
		_ = slow.Process.Kill()
		return nil, errors.Join(fmt.Errorf("slow the syncs: %w", err), slow.Wait())
	}

	go delayAll(listener, by)

	return slow, nil
}

// filteredWord makes this program put a filter on itself and become another program.
const filteredWord = "with-slow-syncs"

// fileForListener is where a filtered program finds the way back to this one.
const fileForListener = 3

// becomeFiltered does so; it returns only where that fails.
func becomeFiltered(args []string) error {
	runtime.LockOSThread() // the filter is the thread's, and the thread becomes the program

	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give up new rights, which a filter asks for: %w", err)
	}

	listener, err := filterSyncs()
	if err != nil {
		return err
	}

	if err := unix.Sendmsg(fileForListener, []byte{0}, unix.UnixRights(listener), nil, 0); err != nil {
		return fmt.Errorf("hand over the listener: %w", err)
	}

	unix.CloseOnExec(fileForListener)

	return fmt.Errorf("become %s: %w", args[0], syscall.Exec(args[0], args, os.Environ()))
}

func filterSyncs() (listener int, err error) {
	const (
		loadNumber = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS // of the call, which stands first
		jumpEqual  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		answer     = unix.BPF_RET | unix.BPF_K
	)

	filter := []unix.SockFilter{
		{Code: loadNumber},
		{Code: jumpEqual, K: unix.SYS_FSYNC, Jt: 2},
		{Code: jumpEqual, K: unix.SYS_FDATASYNC, Jt: 1},
		{Code: answer, K: unix.SECCOMP_RET_ALLOW},
		{Code: answer, K: unix.SECCOMP_RET_USER_NOTIF},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}

	fd, _, failed := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER,
		uintptr(unsafe.Pointer(&program)))
	if failed != 0 {
		return 0, fmt.Errorf("filter the syncs: %w", failed)
	}

	return int(fd), nil
}

func socketPair() (ours, theirs *os.File, err error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("open a way to a filtered program: %w", err)
	}

	return os.NewFile(uintptr(ends[0]), "ours"), os.NewFile(uintptr(ends[1]), "theirs"), nil
}

func receiveFile(from int) (int, error) {
	rights := make([]byte, unix.CmsgSpace(4))

	_, n, _, _, err := unix.Recvmsg(from, make([]byte, 1), rights, 0)
	if err != nil {
		return 0, fmt.Errorf("receive the listener: %w", err)
	}

	messages, err := unix.ParseSocketControlMessage(rights[:n])
	if err != nil || len(messages) == 0 {
		return 0, errors.Join(errors.New("the program ended before it was filtered"), err)
	}

	files, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return 0, fmt.Errorf("receive the listener: %w", err)
	}

	return files[0], nil
}

// notice and verdict are struct seccomp_notif and struct seccomp_notif_resp of <linux/seccomp.h>.
type notice struct {
	id   uint64
	pid  uint32
	_    uint32
	call [64]byte
}

type verdict struct {
	id    uint64
	_     int64
	_     int32
	flags uint32
}

const (
	receiveNotice = 0xc0502100 // SECCOMP_IOCTL_NOTIF_RECV
	sendVerdict   = 0xc0182101 // SECCOMP_IOCTL_NOTIF_SEND
	goOn          = 1          // SECCOMP_USER_NOTIF_FLAG_CONTINUE
)

// delayAll holds each sync for so long, those of several threads beside one another, until the program ends.
func delayAll(listener int, by time.Duration) {
	defer func() { _ = unix.Close(listener) }()

	for {
		ready := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}}
		if _, err := unix.Poll(ready, -1); err != nil && !errors.Is(err, unix.EINTR) {
			return
		}

		if ready[0].Revents&unix.POLLHUP != 0 {
			return
		}

		var sync notice
		if control(listener, receiveNotice, unsafe.Pointer(&sync)) {
			time.AfterFunc(by, func() { control(listener, sendVerdict, unsafe.Pointer(&verdict{id: sync.id, flags: goOn})) })
		}
	}
}

// control reports whether the kernel did so; it does not where the thread has ended meanwhile.
func control(listener int, request uintptr, argument unsafe.Pointer) bool {
	_, _, failed := unix.Syscall(unix.SYS_IOCTL, uintptr(listener), request, uintptr(argument))
	return failed == 0
}
