package ui_test

// signIns are the rows of a service that sells no tokens any more. Those that
// were sold last ten seconds.
func signIns() []row {
	without := func(spec string, sees ...string) row {
		return row{name: "sign-in " + spec, options: []option{withFaults("expire=10s")}, fault: spec + "@/oidc/token", most: 40,
			invoke: unsent, rerun: unsent, sees: sees}
	}
	hanging := without("hang", "✗ no answer", "No answer (none within 800ms)")
	hanging.open, hanging.patient = hasty, true
	return []row{
		without("401", "✗ not authorised", "client_id and client_secret"),
		without("400", "✗ refused", "Check the client id, its secret and token_path."),
		without("403", "✗ not authorised", "client_id and client_secret"),
		{name: "sign-in 404", options: []option{withFaults("expire=10s")}, fault: "404@/oidc/token,404@/oauth/token", most: 40,
			invoke: unsent, rerun: unsent, sees: []string{"✗ not found", "token_path of the profile"}},
		{name: "sign-in 404 at one of its paths", options: []option{withFaults("expire=10s")}, fault: "404@/oidc/token,expire=10s", most: 200,
			invoke: done, rerun: done, fine: true},
		without("429=30", "✗ rate limited", "The backend asks to wait 30s."),
		without("500", "✗ server error", "the credentials were not judged"),
		without("503", "✗ server error", "the credentials were not judged"),
		without("drop", "✗ unreachable", "Check the network and the profile's auth_url"),
		without("reset", "✗ unreachable", "Check the network and the profile's auth_url"),
		without("empty", "✗ unreadable answer"),
		without("garbage", "✗ unreadable answer"),
		without("html", "✗ unreadable answer", "A login page, a proxy or a wrong address may stand in between"),
		without("truncated", "✗ answer broke off"),
		without("redirect-loop", "✗ refused"),
		without("huge=2MB", "✗ answer too large"),
		hanging,
		{name: "tokens that last five seconds", options: []option{withFaults("expire=5s")}, fault: "expire=5s", most: 300, invoke: done, rerun: done},
	}
}
