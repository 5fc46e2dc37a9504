"""What leaves the house: e-mail to people, lines to the robots of other chat programs. One folder for each channel."""
