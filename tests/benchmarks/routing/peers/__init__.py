"""The peers, each given the same problem in its own language; read without any code of ours."""
