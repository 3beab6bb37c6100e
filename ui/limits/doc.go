// Package limits is the one table of what fntop may cost in time, held by the
// tests behind the build tag "measure" that .ci/measure runs. What the test
// command itself holds (allocations, bytes, counts) stands in those tests.
package limits
