package cases

// Worst returns the verdict of a case from those of its steps: the worst one,
// and NotRun for no step at all.
func Worst(steps []StepOutcome) Verdict {
	verdict := NotRun
	for i, step := range steps {
		if i == 0 {
			verdict = step.Verdict
			continue
		}
		verdict = worse(verdict, step.Verdict)
	}
	return verdict
}
