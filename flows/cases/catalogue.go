package cases

import "slices"

// Catalogue returns all cases, in the order of the flow. The caller owns the slice.
func Catalogue() []Case {
	return slices.Concat(
		authorizeCases(), obtainCases(), refreshCases(), revokeCases(), serviceCases(), accountsCases(),
	)
}
