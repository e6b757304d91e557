// Command akoya-tui explores Akoya's token flow in the terminal.
package main

func main() {}
