// Importing this lists the fonts of rare characters.

import './rare-fonts.css'
