"""Long work in processes of its own: supervised, stoppable, retried when a process is killed."""
