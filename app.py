"""The application: `streamlit run app.py` draws the frame and the page in it."""

from dashboard import frame

frame.show()
