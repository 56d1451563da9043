"""What somebody who means harm would try, held so that it stays mended."""
