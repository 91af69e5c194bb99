"""The ODD page: prose with numbered equations, and tables made from the declarations the code runs on."""
