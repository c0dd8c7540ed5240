package ref

const sam UserID = "U0SAM"
