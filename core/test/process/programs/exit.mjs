// Exits at once with the code given, saying nothing.
process.exit(Number(process.argv[2]))
