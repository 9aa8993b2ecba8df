"""Rows of the global catalogues: every province with its capital, and the titles that are printed most (institutions §6.5)."""

from accounts.models import CatalogueEntry, CatalogueKind

CAPITALS = {
    "Azuay": "Cuenca", "Bolívar": "Guaranda", "Cañar": "Azogues", "Carchi": "Tulcán", "Chimborazo": "Riobamba",
    "Cotopaxi": "Latacunga", "El Oro": "Machala", "Esmeraldas": "Esmeraldas", "Galápagos": "Puerto Baquerizo Moreno",
    "Guayas": "Guayaquil", "Imbabura": "Ibarra", "Loja": "Loja", "Los Ríos": "Babahoyo", "Manabí": "Portoviejo",
    "Morona Santiago": "Macas", "Napo": "Tena", "Orellana": "Puerto Francisco de Orellana", "Pastaza": "Puyo",
    "Pichincha": "Quito, D.M.", "Santa Elena": "Santa Elena", "Santo Domingo de los Tsáchilas": "Santo Domingo",
    "Sucumbíos": "Nueva Loja", "Tungurahua": "Ambato", "Zamora Chinchipe": "Zamora",
}  # fmt: skip
TITLES = {"Señor": "Sr.", "Señora": "Sra.", "Abogado": "Ab.", "Arquitecto": "Arq.", "Doctor": "Dr.", "Doctora": "Dra.",
          "Economista": "Econ.", "Ingeniero": "Ing.", "Licenciado": "Lcdo.", "Licenciada": "Lcda.", "Magíster": "Mgs.",
          "Psicólogo": "Psic.", "Tecnólogo": "Tnlgo."}  # fmt: skip


def fill() -> None:
    """Into empty catalogues."""
    country = CatalogueEntry.objects.create(kind=CatalogueKind.COUNTRY, name="Ecuador")
    provinces = CatalogueEntry.objects.bulk_create(
        CatalogueEntry(kind=CatalogueKind.PROVINCE, name=name, parent=country) for name in CAPITALS)  # fmt: skip
    cities = [CatalogueEntry(kind=CatalogueKind.CITY, name=CAPITALS[one.name], parent=one) for one in provinces]
    titles = [CatalogueEntry(kind=CatalogueKind.TITLE, name=name, abbreviation=short) for name, short in TITLES.items()]
    CatalogueEntry.objects.bulk_create(cities + titles)
