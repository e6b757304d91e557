package journeys

func panicHelper() {}
