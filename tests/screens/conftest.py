"""What tests of screens share."""

from tests.screens.unseen import frames_unseen as frames_unseen
