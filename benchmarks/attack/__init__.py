"""What somebody who means harm would try, at length: the group `attack`."""
