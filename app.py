"""The application: `streamlit run app.py` draws the frame and the page in it."""

from dashboard import frame
from dashboard.faults_told import numbered_faults

with numbered_faults():
    frame.show()
