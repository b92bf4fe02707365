"""The window: asks the workbench, shows what it says, asks again. Qt lives here and nowhere else."""
