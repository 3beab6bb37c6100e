package ui_test

import (
	"runtime"
	"testing"
)

func TestAddressesInAnErrorCanBeOpened(t *testing.T) {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("there is always a browser here")
	}
	r := start(t, 160, 36).ready()
	r.Press("F", "/", " error:pay.example.com", "enter")
	r.settle()
	r.Press("j", "enter")
	r.settle()
	r.Press("o")
	r.awaitText("Open in a browser")
	r.awaitText("https://pay.example.com/v2/charges")
	r.Press("down", "enter")
	r.awaitText("No browser here (BROWSER names one). The address: https://pay.example.com/v2/charges")
}
