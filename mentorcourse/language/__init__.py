"""Say the interface's sentences, which are written in English, in the language of the course."""

from .audience import audience_words as audience_words
from .catalogue import ENGLISH as ENGLISH
from .catalogue import Catalogue as Catalogue
from .catalogue import catalogue as catalogue
from .catalogue import direction as direction
from .catalogue import known as known
from .catalogue import languages as languages
from .catalogue import primary as primary
from .place import place as place
from .sentence import Sentence as Sentence
from .sentence import plural as plural
from .sentence import said as said
from .sentence import say as say
