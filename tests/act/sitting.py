"""An invented sitting: who is there, and four matters with what is told of each. Minutes of it are written
in many ways by the tests beside this file."""
REPORTS = {"Tarifs de la cantine scolaire":
               "Madame le maire propose de fixer le prix du repas à 3,80 € à compter de la rentrée. Un débat s'engage.",
           "Convention avec l'office de tourisme":
               "L'office souhaite renouveler la convention qui le lie à la commune pour trois ans.",
           "Subvention à l'amicale des pompiers": "L'amicale organise chaque année le bal du 14 juillet.",
           "Acquisition de la parcelle AB 12": "Le propriétaire accepte de vendre au prix de 12 000 €."}
HEADER = """COMMUNE DE VALBRUNE

PROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL DU 14 MARS 2023

L'an deux mille vingt-trois, le quatorze mars à dix-neuf heures, le conseil municipal de la commune de
Valbrune, dûment convoqué le 8 mars 2023, s'est réuni en session ordinaire à la mairie sous la présidence
de Mme Élise MARCHANDEAU, maire.
Nombre de conseillers en exercice : 11   Présents : 8   Pouvoirs : 2   Votants : 10

Étaient présents : Mme Élise MARCHANDEAU, M. Paul DUVERNOY, Mme Anna KERSALIO, M. Loïc PRUNIER, Mme Jeanne
TALVAT, M. Rémi SORBIER, Mme Odile CHANTREL, M. Marc VIGNOLLE.
Pouvoirs : M. Yann BERTHOLON à M. Paul DUVERNOY, Mme Claire ROSSELIN à Mme Anna KERSALIO.
Absent : M. Gilles TERRASSON.
Secrétaire de séance : M. Loïc PRUNIER.
"""
