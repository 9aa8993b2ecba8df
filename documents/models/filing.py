"""Where documents are classified: carpetas virtuales, metadatos, personal labels and filters (documents §2.2)."""

from django.db import models


class Folder(models.Model):
    """A carpeta virtual of an área."""

    area = models.ForeignKey("institutions.Area", models.PROTECT, related_name="folders", verbose_name="área")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="carpeta principal")  # fmt: skip
    code = models.CharField("código", max_length=30, blank=True)
    name = models.CharField("nombre", max_length=120)
    years_office = models.PositiveSmallIntegerField("años en gestión", default=5)
    years_central = models.PositiveSmallIntegerField("años en archivo central", default=15)
    is_active = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "carpeta virtual"
        verbose_name_plural = "carpetas virtuales"
        constraints = [
            models.UniqueConstraint(fields=["area", "parent", "name"], nulls_distinct=False, name="folder_unique",
                                    violation_error_message="Ya existe una carpeta con ese nombre."),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="folder_not_its_own_parent"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class FolderItem(models.Model):
    """A copy in a folder of one área; a copy has one folder per área."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="items", verbose_name="carpeta")
    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="folder_items", verbose_name="copia")
    area = models.ForeignKey("institutions.Area", models.PROTECT, related_name="+", verbose_name="área")
    added_at = models.DateTimeField("incluido el")

    class Meta:
        verbose_name = "documento en carpeta"
        verbose_name_plural = "documentos en carpetas"
        constraints = [models.UniqueConstraint(fields=["copy", "area"], name="folder_item_one_per_area")]

    def __str__(self):
        return f"{self.folder_id}: {self.copy_id}"


class MetadataLabel(models.Model):
    """A heading of metadatos, of an institution or of one área, in a tree."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+",
                                    verbose_name="institución")  # fmt: skip
    area = models.ForeignKey("institutions.Area", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="área")  # fmt: skip
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="grupo")  # fmt: skip
    name = models.CharField("nombre", max_length=80)
    is_active = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "metadato"
        verbose_name_plural = "metadatos"
        constraints = [models.UniqueConstraint(fields=["institution", "area", "parent", "name"], nulls_distinct=False,
                                               name="metadata_label_unique")]  # fmt: skip

    def __str__(self):
        return self.name


class MetadataValue(models.Model):
    """What one copy has under a heading."""

    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="metadata", verbose_name="copia")
    label = models.ForeignKey(MetadataLabel, models.PROTECT, related_name="+", verbose_name="metadato")
    text = models.CharField("texto", max_length=250)

    class Meta:
        verbose_name = "valor de metadato"
        verbose_name_plural = "valores de metadatos"
        constraints = [models.UniqueConstraint(fields=["copy", "label"], name="metadata_value_unique")]

    def __str__(self):
        return self.text


class PersonalLabel(models.Model):
    """A private coloured word of one appointment on copies it reads."""

    class Colour(models.TextChoices):
        GREY = "grey", "Gris"
        BLUE = "blue", "Azul"
        GREEN = "green", "Verde"
        YELLOW = "yellow", "Amarillo"
        ORANGE = "orange", "Naranja"
        PURPLE = "purple", "Morado"

    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    name = models.CharField("nombre", max_length=40)
    colour = models.CharField("color", max_length=10, choices=Colour, default=Colour.GREY)
    copies = models.ManyToManyField("documents.Copy", related_name="personal_labels", blank=True, verbose_name="copias")

    class Meta:
        verbose_name = "etiqueta personal"
        verbose_name_plural = "etiquetas personales"
        constraints = [models.UniqueConstraint(fields=["appointment", "name"], name="personal_label_unique")]

    def __str__(self):
        return self.name


class SavedFilter(models.Model):
    """A named query of a tray; at most 20 per appointment (documents §5.3)."""

    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    tray = models.SlugField("bandeja", max_length=40)
    name = models.CharField("nombre", max_length=60)
    query = models.CharField("consulta", max_length=1000)
    is_shared = models.BooleanField("compartido en el área", default=False)
    is_default = models.BooleanField("al abrir la bandeja", default=False)

    class Meta:
        verbose_name = "filtro guardado"
        verbose_name_plural = "filtros guardados"
        constraints = [
            models.UniqueConstraint(fields=["appointment", "tray", "name"], name="saved_filter_unique",
                                    violation_error_message="Ya tiene un filtro con ese nombre."),
            models.UniqueConstraint(fields=["appointment", "tray"], condition=models.Q(is_default=True),
                                    name="saved_filter_one_default"),
        ]  # fmt: skip

    def __str__(self):
        return self.name
