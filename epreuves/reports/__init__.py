"""What is handed over of marks and decisions: reports and exports. They read, and never mark."""
