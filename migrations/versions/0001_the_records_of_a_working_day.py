"""The records of a working day."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from geoops.records.live import TransactionId

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), server_default="fr", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
    )
    op.create_index("uq_account_email", "account", ["email"], unique=True)
    op.create_table(
        "territory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), server_default="Europe/Paris", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "code ~ '^[a-z][a-z0-9-]{1,39}$'", name=op.f("ck_territory_code_is_a_slug")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("code", name=op.f("uq_territory_code")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column(
            "details", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("digest", sa.LargeBinary(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_audit_entry_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        "ix_audit_entry_territory_id_id", "audit_entry", ["territory_id", "id"], unique=True
    )
    op.create_table(
        "base",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_base_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base")),
    )
    op.create_index("uq_base_territory_id_id", "base", ["territory_id", "id"], unique=True)
    op.create_index("uq_base_territory_id_name", "base", ["territory_id", "name"], unique=True)
    op.create_table(
        "live_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "xact", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_live_event_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_event")),
    )
    op.create_index("ix_live_event_at", "live_event", ["at"], unique=False)
    op.create_index("ix_live_event_xact", "live_event", ["xact"], unique=False)
    op.create_table(
        "patrol_plan",
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("request", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "cancelled",
                "failed",
                "published",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="queued",
            nullable=False,
        ),
        sa.Column("progress", sa.Double(), server_default="0", nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "best", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "problem", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "progress BETWEEN 0 AND 1", name=op.f("ck_patrol_plan_progress_is_a_share")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_patrol_plan_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_patrol_plan_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_plan")),
    )
    op.create_index(
        "ix_patrol_plan_day", "patrol_plan", ["territory_id", "service_date"], unique=False
    )
    op.create_index(
        "uq_patrol_plan_territory_id_id", "patrol_plan", ["territory_id", "id"], unique=True
    )
    op.create_table(
        "site",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "caes",
                "sas",
                "cao",
                "guda",
                "spada",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "closed",
                "planned",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="open",
            nullable=False,
        ),
        sa.Column("position", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("commune", sa.String(), server_default="", nullable=False),
        sa.Column(
            "opening_hours",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("desks", sa.Integer(), nullable=True),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(desks IS NOT NULL) = (kind = 'guda')", name=op.f("ck_site_desks_are_a_gudas")
        ),
        sa.CheckConstraint(
            "jsonb_typeof(opening_hours) = 'array'", name=op.f("ck_site_opening_hours_is_a_list")
        ),
        sa.CheckConstraint("desks > 0", name=op.f("ck_site_desks_are_counted")),
        sa.CheckConstraint(
            "length(btrim(name)) BETWEEN 1 AND 120", name=op.f("ck_site_name_is_given")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_site_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index("ix_site_position", "site", ["position"], unique=False, postgresql_using="gist")
    op.create_index("uq_site_territory_id_id", "site", ["territory_id", "id"], unique=True)
    op.create_index("uq_site_territory_id_name", "site", ["territory_id", "name"], unique=True)
    op.create_table(
        "zone",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("area", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.Column("access", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("revisit_interval", sa.Interval(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("service_time", sa.Interval(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "revisit_interval > interval '0'", name=op.f("ck_zone_interval_is_positive")
        ),
        sa.CheckConstraint(
            "service_time >= interval '0'", name=op.f("ck_zone_service_is_not_negative")
        ),
        sa.CheckConstraint("ST_IsValid(area)", name=op.f("ck_zone_area_is_valid")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_zone_weight_is_positive")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_zone_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
    )
    op.create_index("ix_zone_area", "zone", ["area"], unique=False, postgresql_using="gist")
    op.create_index("uq_zone_territory_id_id", "zone", ["territory_id", "id"], unique=True)
    op.create_index("uq_zone_territory_id_name", "zone", ["territory_id", "name"], unique=True)
    op.create_table(
        "camp",
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("position", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id", "zone_id"],
            ["zone.territory_id", "zone.id"],
            name=op.f("fk_camp_territory_id_zone_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_camp_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp")),
    )
    op.create_index("ix_camp_position", "camp", ["position"], unique=False, postgresql_using="gist")
    op.create_index("uq_camp_territory_id_id", "camp", ["territory_id", "id"], unique=True)
    op.create_index("uq_camp_territory_id_label", "camp", ["territory_id", "label"], unique=True)
    op.create_table(
        "place_capacity",
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "isolated_man",
                "isolated_woman",
                "family",
                "unaccompanied_minor",
                "reduced_mobility",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("occupied", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("overflow_allowed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "capacity >= 0", name=op.f("ck_place_capacity_capacity_is_not_negative")
        ),
        sa.CheckConstraint("held >= 0", name=op.f("ck_place_capacity_held_is_not_negative")),
        sa.CheckConstraint(
            "occupied + held <= capacity + overflow_allowed",
            name=op.f("ck_place_capacity_promises_fit_the_places"),
        ),
        sa.CheckConstraint(
            "occupied >= 0", name=op.f("ck_place_capacity_occupied_is_not_negative")
        ),
        sa.CheckConstraint(
            "overflow_allowed >= 0", name=op.f("ck_place_capacity_overflow_is_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "site_id"],
            ["site.territory_id", "site.id"],
            name=op.f("fk_place_capacity_territory_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_place_capacity_territory_id")
        ),
        sa.PrimaryKeyConstraint(
            "territory_id", "site_id", "category", name=op.f("pk_place_capacity")
        ),
    )
    op.create_table(
        "team",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("shift_starts", sa.Time(), nullable=False),
        sa.Column("shift_ends", sa.Time(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_team_seats_are_not_negative")),
        sa.CheckConstraint("shift_starts < shift_ends", name=op.f("ck_team_shift_has_a_length")),
        sa.ForeignKeyConstraint(
            ["territory_id", "base_id"],
            ["base.territory_id", "base.id"],
            name=op.f("fk_team_territory_id_base_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_team_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index("uq_team_territory_id_id", "team", ["territory_id", "id"], unique=True)
    op.create_index("uq_team_territory_id_name", "team", ["territory_id", "name"], unique=True)
    op.create_table(
        "membership",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "field",
                "director",
                "site_manager",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "role = 'site_manager' OR site_id IS NULL",
            name=op.f("ck_membership_site_is_its_managers"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "site_id"],
            ["site.territory_id", "site.id"],
            name=op.f("fk_membership_territory_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "team_id"],
            ["team.territory_id", "team.id"],
            name=op.f("fk_membership_territory_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_membership_territory_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "territory_id", name=op.f("pk_membership")),
    )
    op.create_table(
        "patrol",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "published",
                "under_way",
                "done",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="published",
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("distance", sa.Double(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("distance >= 0", name=op.f("ck_patrol_distance_is_not_negative")),
        sa.CheckConstraint("starts_at <= ends_at", name=op.f("ck_patrol_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_patrol_author_id")),
        sa.ForeignKeyConstraint(
            ["territory_id", "plan_id"],
            ["patrol_plan.territory_id", "patrol_plan.id"],
            name=op.f("fk_patrol_territory_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "team_id"],
            ["team.territory_id", "team.id"],
            name=op.f("fk_patrol_territory_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_patrol_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol")),
    )
    op.create_index("ix_patrol_day", "patrol", ["territory_id", "service_date"], unique=False)
    op.create_index(
        "uq_patrol_team_day",
        "patrol",
        ["team_id", "service_date"],
        unique=True,
        postgresql_where="status <> 'cancelled'",
    )
    op.create_index("uq_patrol_territory_id_id", "patrol", ["territory_id", "id"], unique=True)
    op.create_table(
        "population_estimate",
        sa.Column("camp_id", sa.Uuid(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("estimated_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(btrim(source)) > 0", name=op.f("ck_population_estimate_source_is_given")
        ),
        sa.CheckConstraint(
            "population >= 0", name=op.f("ck_population_estimate_population_is_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_population_estimate_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "camp_id"],
            ["camp.territory_id", "camp.id"],
            name=op.f("fk_population_estimate_territory_id_camp_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_population_estimate_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_estimate")),
    )
    op.create_index(
        "uq_population_estimate_day",
        "population_estimate",
        ["camp_id", "estimated_on", "source"],
        unique=True,
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("octet_length(digest) = 32", name=op.f("ck_api_token_digest_is_sha256")),
        sa.ForeignKeyConstraint(
            ["account_id", "territory_id"],
            ["membership.account_id", "membership.territory_id"],
            name=op.f("fk_api_token_account_id_territory_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    op.create_table(
        "encounter",
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("patrol_id", sa.Uuid(), nullable=True),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("position", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=False),
        sa.Column("isolated_men", sa.Integer(), server_default="0", nullable=False),
        sa.Column("isolated_women", sa.Integer(), server_default="0", nullable=False),
        sa.Column("family_members", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unaccompanied_minors", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reduced_mobility", sa.Integer(), server_default="0", nullable=False),
        sa.Column("accepted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("needs", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("explained", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "explained <@ ARRAY['asylum', 'accommodation', 'voluntary_return']::text[]",
            name=op.f("ck_encounter_explained_is_known"),
        ),
        sa.CheckConstraint(
            "needs <@ ARRAY['water', 'food', 'clothing', 'shelter', 'medical', 'legal_information', 'hygiene']::text[]",
            name=op.f("ck_encounter_needs_are_known"),
        ),
        sa.CheckConstraint(
            "accepted BETWEEN 0 AND head_count",
            name=op.f("ck_encounter_accepted_fits_the_head_count"),
        ),
        sa.CheckConstraint(
            "head_count BETWEEN 1 AND 500", name=op.f("ck_encounter_head_count_is_a_group")
        ),
        sa.CheckConstraint(
            "isolated_men + isolated_women + family_members + unaccompanied_minors <= head_count AND reduced_mobility <= head_count",
            name=op.f("ck_encounter_counts_fit_the_head_count"),
        ),
        sa.CheckConstraint(
            "isolated_men >= 0 AND isolated_women >= 0 AND family_members >= 0 AND unaccompanied_minors >= 0 AND reduced_mobility >= 0",
            name=op.f("ck_encounter_counts_are_not_negative"),
        ),
        sa.CheckConstraint("octet_length(digest) = 32", name=op.f("ck_encounter_digest_is_sha256")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_encounter_author_id")),
        sa.ForeignKeyConstraint(
            ["territory_id", "patrol_id"],
            ["patrol.territory_id", "patrol.id"],
            name=op.f("fk_encounter_territory_id_patrol_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "team_id"],
            ["team.territory_id", "team.id"],
            name=op.f("fk_encounter_territory_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "zone_id"],
            ["zone.territory_id", "zone.id"],
            name=op.f("fk_encounter_territory_id_zone_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_encounter_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
    )
    op.create_index("ix_encounter_met_at", "encounter", ["territory_id", "met_at"], unique=False)
    op.create_index(
        "ix_encounter_position", "encounter", ["position"], unique=False, postgresql_using="gist"
    )
    op.create_index("ix_encounter_zone_id_met_at", "encounter", ["zone_id", "met_at"], unique=False)
    op.create_index(
        "uq_encounter_territory_id_id", "encounter", ["territory_id", "id"], unique=True
    )
    op.create_table(
        "patrol_leg",
        sa.Column("patrol_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration", sa.Double(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=False),
        sa.Column("path", Geometry("LINESTRING", srid=4326, spatial_index=False), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "departs_at <= arrives_at", name=op.f("ck_patrol_leg_times_are_in_order")
        ),
        sa.CheckConstraint(
            "duration >= 0 AND distance >= 0", name=op.f("ck_patrol_leg_length_is_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "patrol_id"],
            ["patrol.territory_id", "patrol.id"],
            name=op.f("fk_patrol_leg_territory_id_patrol_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_patrol_leg_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_leg")),
    )
    op.create_index(
        "ix_patrol_leg_path", "patrol_leg", ["path"], unique=False, postgresql_using="gist"
    )
    op.create_index("uq_patrol_leg_sequence", "patrol_leg", ["patrol_id", "sequence"], unique=True)
    op.create_table(
        "patrol_stop",
        sa.Column("patrol_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "zone",
                "camp",
                "site",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("camp_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("position", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("arrives_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("departs_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(zone_id, camp_id, site_id) = 1 AND CASE kind WHEN 'zone' THEN zone_id IS NOT NULL WHEN 'camp' THEN camp_id IS NOT NULL ELSE site_id IS NOT NULL END",
            name=op.f("ck_patrol_stop_visits_one_thing"),
        ),
        sa.CheckConstraint(
            "arrives_at <= starts_at AND starts_at <= departs_at",
            name=op.f("ck_patrol_stop_times_are_in_order"),
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_patrol_stop_sequence_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["territory_id", "camp_id"],
            ["camp.territory_id", "camp.id"],
            name=op.f("fk_patrol_stop_territory_id_camp_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "patrol_id"],
            ["patrol.territory_id", "patrol.id"],
            name=op.f("fk_patrol_stop_territory_id_patrol_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "site_id"],
            ["site.territory_id", "site.id"],
            name=op.f("fk_patrol_stop_territory_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "zone_id"],
            ["zone.territory_id", "zone.id"],
            name=op.f("fk_patrol_stop_territory_id_zone_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_patrol_stop_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_stop")),
    )
    op.create_index(
        "ix_patrol_stop_zone_id_visited_at", "patrol_stop", ["zone_id", "visited_at"], unique=False
    )
    op.create_index(
        "uq_patrol_stop_sequence", "patrol_stop", ["patrol_id", "sequence"], unique=True
    )
    op.create_table(
        "hold",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "isolated_man",
                "isolated_woman",
                "family",
                "unaccompanied_minor",
                "reduced_mobility",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "arrived",
                "released",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="active",
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'active') = (ended_at IS NULL)", name=op.f("ck_hold_ended_when_not_active")
        ),
        sa.CheckConstraint("places > 0", name=op.f("ck_hold_places_are_counted")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_hold_author_id")),
        sa.ForeignKeyConstraint(
            ["territory_id", "encounter_id"],
            ["encounter.territory_id", "encounter.id"],
            name=op.f("fk_hold_territory_id_encounter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "site_id", "category"],
            ["place_capacity.territory_id", "place_capacity.site_id", "place_capacity.category"],
            name=op.f("fk_hold_territory_id_site_id_category"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_hold_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(
        "ix_hold_expiry", "hold", ["expires_at"], unique=False, postgresql_where="state = 'active'"
    )
    op.create_index(
        "ix_hold_idempotency_key", "hold", ["territory_id", "idempotency_key"], unique=False
    )
    op.create_index(
        "uq_hold_active_idempotency_key",
        "hold",
        ["territory_id", "idempotency_key"],
        unique=True,
        postgresql_where="state = 'active'",
    )
    op.create_index("uq_hold_territory_id_id", "hold", ["territory_id", "id"], unique=True)
    op.create_table(
        "occupancy_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "isolated_man",
                "isolated_woman",
                "family",
                "unaccompanied_minor",
                "reduced_mobility",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "arrival",
                "departure",
                "census",
                "correction",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("change <> 0", name=op.f("ck_occupancy_entry_something_changes")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_occupancy_entry_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "hold_id"],
            ["hold.territory_id", "hold.id"],
            name=op.f("fk_occupancy_entry_territory_id_hold_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "site_id", "category"],
            ["place_capacity.territory_id", "place_capacity.site_id", "place_capacity.category"],
            name=op.f("fk_occupancy_entry_territory_id_site_id_category"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_occupancy_entry_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy_entry")),
    )
    op.create_index(
        "ix_occupancy_entry_site_id_at", "occupancy_entry", ["site_id", "at"], unique=False
    )
    op.create_table(
        "referral",
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "place",
                "guda",
                "voluntary_return",
                "care",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "honoured",
                "missed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="open",
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'place' OR site_id IS NOT NULL", name=op.f("ck_referral_a_place_is_at_a_site")
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_referral_people_are_counted")),
        sa.ForeignKeyConstraint(
            ["territory_id", "encounter_id"],
            ["encounter.territory_id", "encounter.id"],
            name=op.f("fk_referral_territory_id_encounter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "hold_id"],
            ["hold.territory_id", "hold.id"],
            name=op.f("fk_referral_territory_id_hold_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id", "site_id"],
            ["site.territory_id", "site.id"],
            name=op.f("fk_referral_territory_id_site_id"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_referral_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_encounter_id", "referral", ["encounter_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_referral_encounter_id", table_name="referral")
    op.drop_table("referral")
    op.drop_index("ix_occupancy_entry_site_id_at", table_name="occupancy_entry")
    op.drop_table("occupancy_entry")
    op.drop_index("uq_hold_territory_id_id", table_name="hold")
    op.drop_index(
        "uq_hold_active_idempotency_key", table_name="hold", postgresql_where="state = 'active'"
    )
    op.drop_index("ix_hold_idempotency_key", table_name="hold")
    op.drop_index("ix_hold_expiry", table_name="hold", postgresql_where="state = 'active'")
    op.drop_table("hold")
    op.drop_index("uq_patrol_stop_sequence", table_name="patrol_stop")
    op.drop_index("ix_patrol_stop_zone_id_visited_at", table_name="patrol_stop")
    op.drop_table("patrol_stop")
    op.drop_index("uq_patrol_leg_sequence", table_name="patrol_leg")
    op.drop_index("ix_patrol_leg_path", table_name="patrol_leg", postgresql_using="gist")
    op.drop_table("patrol_leg")
    op.drop_index("uq_encounter_territory_id_id", table_name="encounter")
    op.drop_index("ix_encounter_zone_id_met_at", table_name="encounter")
    op.drop_index("ix_encounter_position", table_name="encounter", postgresql_using="gist")
    op.drop_index("ix_encounter_met_at", table_name="encounter")
    op.drop_table("encounter")
    op.drop_table("api_token")
    op.drop_index("uq_population_estimate_day", table_name="population_estimate")
    op.drop_table("population_estimate")
    op.drop_index("uq_patrol_territory_id_id", table_name="patrol")
    op.drop_index(
        "uq_patrol_team_day", table_name="patrol", postgresql_where="status <> 'cancelled'"
    )
    op.drop_index("ix_patrol_day", table_name="patrol")
    op.drop_table("patrol")
    op.drop_table("membership")
    op.drop_index("uq_team_territory_id_name", table_name="team")
    op.drop_index("uq_team_territory_id_id", table_name="team")
    op.drop_table("team")
    op.drop_table("place_capacity")
    op.drop_index("uq_camp_territory_id_label", table_name="camp")
    op.drop_index("uq_camp_territory_id_id", table_name="camp")
    op.drop_index("ix_camp_position", table_name="camp", postgresql_using="gist")
    op.drop_table("camp")
    op.drop_index("uq_zone_territory_id_name", table_name="zone")
    op.drop_index("uq_zone_territory_id_id", table_name="zone")
    op.drop_index("ix_zone_area", table_name="zone", postgresql_using="gist")
    op.drop_table("zone")
    op.drop_index("uq_site_territory_id_name", table_name="site")
    op.drop_index("uq_site_territory_id_id", table_name="site")
    op.drop_index("ix_site_position", table_name="site", postgresql_using="gist")
    op.drop_table("site")
    op.drop_index("uq_patrol_plan_territory_id_id", table_name="patrol_plan")
    op.drop_index("ix_patrol_plan_day", table_name="patrol_plan")
    op.drop_table("patrol_plan")
    op.drop_index("ix_live_event_xact", table_name="live_event")
    op.drop_index("ix_live_event_at", table_name="live_event")
    op.drop_table("live_event")
    op.drop_index("uq_base_territory_id_name", table_name="base")
    op.drop_index("uq_base_territory_id_id", table_name="base")
    op.drop_table("base")
    op.drop_index("ix_audit_entry_territory_id_id", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("territory")
    op.drop_index("uq_account_email", table_name="account")
    op.drop_table("account")
