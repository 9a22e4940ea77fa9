from borealis.config.cli import main

main()
