"""French words and names of Québec that the counts of films' subtitles lack: well spelt, they are not mended.

Places are those of the census and of the administrative regions; words are those of offices and of health care.
"""

from __future__ import annotations

PLACES = """
abitibi temiscamingue alma amos asbestos baie comeau beaconsfield beauce beauceville becancour beloeil blainville
boisbriand boucherville brossard bromont canada candiac capitale chambly charlevoix chaudiere appalaches chateauguay
chibougamau chicoutimi coaticook cowansville dolbeau dorval drummondville estrie gaspe gaspesie gatineau granby
iberville joliette jonquiere kirkland kuujjuaq lachenaie lachine lachute lanaudiere laurentides laval lavaltrie levis
longueuil louiseville magog mascouche maskinonge matane mauricie megantic mirabel monteregie montmagny montmorency
montreal nicolet nunavik outaouais pontiac portneuf quebec repentigny rimouski rivieres roberval rosemere rouyn noranda
saguenay salaberry valleyfield sherbrooke shawinigan sorel tracy temiscouata terrebonne thetford trois rivieres
varennes vaudreuil dorion verdun victoriaville westmount
acadie alberta brunswick calgary edmonton halifax manitoba moncton ontario ottawa regina saskatchewan saskatoon
terre neuve toronto vancouver winnipeg
quebecois quebecoise quebecoises montrealais montrealaise ontarien ontarienne franco ontariens acadien acadienne inuit
inuits cri cris innu innus atikamekw algonquin mohawk abenaki huron wendat
"""
WORDS = """
anonymisation anonymise anonymisees pseudonymisation depersonnalisation balado balados biobanque biobanques cegep cegeps
chsld clsc cisss ciusss clavardage conciergerie doc docs covoiturage cybersecurite dialyse ergotherapeute ergotherapeutes
genomique gestionnaires imputabilite imputable imputables infirmerie infolettre infolettres infonuage infonuagique
inhalotherapeute inhalotherapeutes internet intersectoriel intersectorielle interoperabilite interoperable
kinesiologue kinesiologues litteratie numeratie mammographie mammographies mentorat mentorats metadonnees nutritionniste
nutritionnistes oncologie oncologique podcast podcasts postdoctorat pretriage redevabilite redevable telecopieur
telemedecine telesante telesurveillance teletravail urgentologue urgentologues visioconference visioconferences
webinaire webinaires
"""
KNOWN = frozenset((PLACES + WORDS).split())
