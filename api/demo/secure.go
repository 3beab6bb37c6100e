package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"sync"
	"time"
)

// secure is how the server speaks TLS to who begins with it.
type secure struct {
	always bool // the server's address is https, whatever goes wrong
	mu     sync.Mutex
	fault  string // how it goes wrong; empty where it does not

	root   func() (*authority, error) // the one whose certificates Roots knows
	nobody func() (*authority, error) // one that nobody knows
}

func newSecure() *secure {
	return &secure{root: sync.OnceValues(newAuthority), nobody: sync.OnceValues(newAuthority)}
}

func (s *secure) set(fault string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

var errAlert = errors.New("the handshake was ended with an alert")

// alert is "handshake_failure" as a record (RFC 8446, 6: level fatal, 40).
const alert = "\x15\x03\x03\x00\x02\x02\x28"

// talk makes a connection that begins with a ClientHello what it is to be.
func (s *secure) talk(conn net.Conn) (net.Conn, error) {
	s.mu.Lock()
	fault := s.fault
	s.mu.Unlock()
	signs, name, until := s.root, "", lastDay
	switch fault {
	case "":
		if !s.always {
			return conn, nil
		}
	case "plain":
		return conn, nil
	case "alert":
		_, _ = conn.Write([]byte(alert)) // who is gone need not hear it
		return nil, errAlert
	case "unknown":
		signs = s.nobody
	case "expired":
		until = firstDay
	case "name":
		name = "elsewhere.example"
	}
	a, err := signs()
	if err != nil {
		return nil, err
	}
	certificate, err := a.issue(name, until)
	if err != nil {
		return nil, err
	}
	return tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}), nil
}

// These never change: the certificates hold whatever the machine's clock says.
var (
	firstDay = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay  = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// authority signs certificates.
type authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
	serial      int64
	mu          sync.Mutex
}

func newAuthority() (*authority, error) {
	a := &authority{serial: 1}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, fmt.Errorf("demo: make a key: %w", err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fntop demo"},
		NotBefore: firstDay.AddDate(-1, 0, 0), NotAfter: lastDay, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, a.key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("demo: sign a certificate: %w", err)
	}
	a.certificate, err = x509.ParseCertificate(der)
	return a, err
}

// issue makes a certificate for this machine, or for another name.
func (a *authority) issue(name string, until time.Time) (tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("demo: make a key: %w", err)
	}
	a.serial++
	form := &x509.Certificate{
		SerialNumber: big.NewInt(a.serial), Subject: pkix.Name{CommonName: "fntop demo server"},
		NotBefore: firstDay.AddDate(-1, 0, 0), NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if name != "" {
		form.DNSNames, form.IPAddresses = []string{name}, nil
	}
	der, err := x509.CreateCertificate(rand.Reader, form, a.certificate, key.Public(), a.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("demo: sign a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// Roots holds the authority whose certificate the server shows at its https
// address, as long as no fault makes it show another.
func (s *Server) Roots() (*x509.CertPool, error) {
	a, err := s.secure.root()
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool, nil
}
