package demo

import (
	"crypto/tls"
	"net"
)

// line is one connection. Its first byte tells whether it is to be TLS.
type line struct {
	net.Conn
	port *port
	// talk is what is read from and written to, nil before the first read. A
	// server reads before it writes.
	talk net.Conn
}

// firstOfTLS is the first byte of a ClientHello (RFC 8446, 5.1: handshake),
// and of no HTTP request.
const firstOfTLS = 0x16

func (l *line) Read(p []byte) (int, error) {
	if l.talk == nil {
		first := make([]byte, 1)
		if _, err := l.Conn.Read(first); err != nil {
			return 0, err
		}
		said := &begun{Conn: l.Conn, first: first}
		l.talk = said
		if first[0] == firstOfTLS {
			talk, err := l.port.secure.talk(said)
			if err != nil {
				return 0, err
			}
			l.talk = talk
		}
	}
	return l.talk.Read(p)
}

func (l *line) Write(p []byte) (int, error) {
	if l.talk == nil {
		return l.Conn.Write(p)
	}
	return l.talk.Write(p)
}

// Close says goodbye as the HTTP server means it.
func (l *line) Close() error {
	l.port.forget(l)
	return l.Conn.Close()
}

// CloseWrite lets the HTTP server end an answer before it closes the
// connection: with a request half read, closing alone would reset it.
func (l *line) CloseWrite() error {
	switch talk := l.talk.(type) {
	case *tls.Conn:
		return talk.CloseWrite()
	default:
		if half, ok := l.Conn.(interface{ CloseWrite() error }); ok {
			return half.CloseWrite()
		}
		return nil
	}
}

// cut resets the connection: the other side is told at once, and what was
// written and not yet read is lost.
func (l *line) cut() {
	if tcp, ok := l.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // it closes all the same
	}
	_ = l.Conn.Close()
}

// begun is a connection whose first byte was read already.
type begun struct {
	net.Conn
	first []byte
}

func (b *begun) Read(p []byte) (int, error) {
	if len(b.first) > 0 && len(p) > 0 {
		n := copy(p, b.first)
		b.first = b.first[n:]
		return n, nil
	}
	return b.Conn.Read(p)
}
