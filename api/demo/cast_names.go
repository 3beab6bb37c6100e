package demo

// verbs and nouns name what a larger workspace has beside the story. None of
// the nouns is one of the story's, so that no name comes twice. Neither table
// changes.
var verbs = [...]struct{ word, says string }{
	{"sync", "Keeps %s in step with the warehouse"}, {"import", "Takes in %s from the suppliers"},
	{"export", "Hands %s to the partners"}, {"notify", "Tells whoever asked about %s"},
	{"validate", "Checks %s before they are stored"}, {"archive", "Puts away %s that nobody needs"},
	{"index", "Keeps the search index of %s fresh"}, {"enrich", "Adds what is known elsewhere to %s"},
	{"merge", "Makes one of %s that were entered twice"}, {"price", "Works out the prices of %s"},
	{"rank", "Puts %s in order"}, {"score", "Scores %s from 0 to 100"},
	{"render", "Renders %s as PDF"}, {"publish", "Makes %s visible in the shop"},
	{"expire", "Takes back %s whose time is over"}, {"reconcile", "Compares %s with the books"},
	{"assign", "Finds who is to look after %s"}, {"forecast", "Guesses next week's %s"},
	{"audit", "Writes down who changed %s"}, {"backup", "Copies %s to another region"},
	{"label", "Prints labels for %s"}, {"route", "Decides where %s go"},
	{"split", "Divides %s by warehouse"}, {"tag", "Puts tags on %s"},
	{"watch", "Looks for what is odd about %s"}, {"clean", "Removes %s that are broken"},
	{"compress", "Makes %s smaller"}, {"convert", "Turns %s into the partners' form"},
	{"measure", "Counts %s for the dashboard"}, {"refund", "Gives back the money of %s"},
	{"remind", "Reminds customers of %s"}, {"schedule", "Plans %s for the week"},
	{"settle", "Closes the accounts of %s"}, {"translate", "Translates %s"},
	{"update", "Brings %s up to date"}, {"verify", "Makes sure that %s are whole"},
}

var nouns = [...]string{
	"accounts", "addresses", "adverts", "allergens", "articles", "assets", "audiences", "baskets", "batches", "bins", "bookings",
	"brands", "bundles", "campaigns", "carriers", "carts", "catalogs", "categories", "channels", "claims", "contacts", "contracts",
	"coupons", "customers", "deliveries", "deposits", "devices", "discounts", "documents", "employees", "events", "exports",
	"fees", "forms", "gifts", "goods", "guests", "holidays", "labels", "leads", "ledgers", "licences", "locations", "lots",
	"messages", "meters", "offers", "partners", "payments", "payouts", "photos", "pickups", "prices", "products", "profiles",
	"quotas", "quotes", "ratings", "receipts", "refunds", "returns", "reviews", "rewards", "roles", "routes", "samples", "seasons",
	"segments", "shelves", "shifts", "shipments", "stores", "suppliers", "surveys", "taxes", "teams", "tickets", "tokens", "vouchers",
}
