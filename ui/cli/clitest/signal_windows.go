package clitest

import "os"

// terminate is the only way there to end another program.
var terminate = os.Kill
