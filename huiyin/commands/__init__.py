"""What the command `huiyin` can do, a file per family. Nothing here imports Django until a command is carried out: help is instant."""
