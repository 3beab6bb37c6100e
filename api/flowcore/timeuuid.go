package flowcore

import (
	"encoding/hex"
	"strings"
	"time"
)

// beforeUnix is how many ticks of 100 ns lie between the beginning of the
// calendar that time UUIDs count from and Unix time (RFC 9562, 5.1).
const beforeUnix = 0x01b21dd213814000

// uuidTime is the time that a UUID of version 1 holds: for an event when it
// was recorded (DOCS, PUMP; CONFIRMED). It reports false for any other id.
func uuidTime(id string) (time.Time, bool) {
	if !isUUID(id) || id[14] != '1' {
		return time.Time{}, false
	}
	var ticks int64
	for _, part := range []string{id[15:18], id[9:13], id[0:8]} {
		for _, c := range []byte(strings.ToLower(part)) {
			digit := int64(c - '0')
			if c >= 'a' {
				digit = int64(c-'a') + 10
			}
			ticks = ticks<<4 | digit
		}
	}
	ticks -= beforeUnix
	t := time.Unix(ticks/1e7, ticks%1e7*100).UTC()
	return t, t.Year() >= 1970
}

// isUUID reports whether an id has the form of all of Flowcore's (SDK;
// CONFIRMED).
func isUUID(id string) bool {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return false
	}
	_, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
	return err == nil
}

// bucketOf is the hour in which an event of a time is stored.
func bucketOf(t time.Time) string { return t.UTC().Truncate(time.Hour).Format(bucketLayout) }

// bucketTime is when an hour begins, false where it is none.
func bucketTime(bucket string) (time.Time, bool) {
	t, err := time.Parse(bucketLayout, bucket)
	return t, err == nil && len(bucket) == len(bucketLayout)
}
