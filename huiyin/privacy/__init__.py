"""What a person may ask of their own data: a copy, correction, erasure; and how long anything is kept. docs/operators/personal-data.md."""
