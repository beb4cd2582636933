using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Daypass.Server.Storage.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Beginning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    email_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    contact_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_changed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    is_administrator = table.Column<bool>(type: "boolean", nullable: false),
                    is_primary = table.Column<bool>(type: "boolean", nullable: false),
                    permissions = table.Column<int>(type: "integer", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    password_set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    password_is_long = table.Column<bool>(type: "boolean", nullable: false),
                    mailbox_may_not_prove = table.Column<bool>(type: "boolean", nullable: false),
                    ever_paired = table.Column<bool>(type: "boolean", nullable: false),
                    hold_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    hold_announced = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    limited_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    limited_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    code_tries_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mail_refused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deactivated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_sign_in_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "agent_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    client_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: false),
                    browser = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "agent_sign_ins",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_sign_ins", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    device_id = table.Column<Guid>(type: "uuid", nullable: true),
                    known_browser = table.Column<Guid>(type: "uuid", nullable: true),
                    woke = table.Column<bool>(type: "boolean", nullable: false),
                    browser = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    client_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "authenticators",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    last_step = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    paired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paired_in = table.Column<Guid>(type: "uuid", nullable: true),
                    paired_through_code = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_through_code = table.Column<Guid>(type: "uuid", nullable: true),
                    paired_through_mailbox = table.Column<bool>(type: "boolean", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    pairing_code = table.Column<byte[]>(type: "bytea", nullable: true),
                    proven_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    push = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authenticators", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_approvals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    needs_second = table.Column<bool>(type: "boolean", nullable: false),
                    second_agent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    second_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_approvals", x => x.id);
                    table.CheckConstraint("two_technicians", "second_agent_id is null or second_agent_id <> agent_id");
                });

            migrationBuilder.CreateTable(
                name: "case_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact = table.Column<int>(type: "integer", nullable: true),
                    contact_of = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_checks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_letters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    assigned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sender = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    subject = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    type = table.Column<int>(type: "integer", nullable: true),
                    size = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    pages = table.Column<int>(type: "integer", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    problem = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    mailbox_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    put_away = table.Column<int>(type: "integer", nullable: true),
                    put_away_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    purged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_letters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "code_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    approval_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: false),
                    phrase_mac = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "code_tries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_tries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: true),
                    xml = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "firms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    staff_policy = table.Column<int>(type: "integer", nullable: false),
                    client_policy = table.Column<int>(type: "integer", nullable: false),
                    code_life_minutes = table.Column<int>(type: "integer", nullable: false),
                    one_time_codes = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_firms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "help_feedback",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    article = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    helpful = table.Column<bool>(type: "boolean", nullable: true),
                    comment = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    agent_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_feedback", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "intake_mailboxes",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    claimed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    waiting = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_intake_mailboxes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "intake_tries",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_intake_tries", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "letter_contents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letter_contents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "letter_pages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    letter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    png = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letter_pages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<int>(type: "integer", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    notice_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mailbox_waits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    stopped_by = table.Column<Guid>(type: "uuid", nullable: true),
                    mailed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailbox_waits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recipient_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    device_id = table.Column<Guid>(type: "uuid", nullable: true),
                    wait_id = table.Column<Guid>(type: "uuid", nullable: true),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor = table.Column<int>(type: "integer", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_copy = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claimed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "password_tries",
                columns: table => new
                {
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    browser = table.Column<Guid>(type: "uuid", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false),
                    wrong = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    day_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    day_taken = table.Column<int>(type: "integer", nullable: false),
                    locked_for_all_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lock_mailed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lock_for_all_mailed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    touched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_password_tries", x => new { x.firm_id, x.subject, x.browser });
                });

            migrationBuilder.CreateTable(
                name: "recovery_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    made_in = table.Column<Guid>(type: "uuid", nullable: true),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_codes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "security_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    actor = table.Column<int>(type: "integer", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    device_id = table.Column<Guid>(type: "uuid", nullable: true),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    facts = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_security_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    confirmed_with_paired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    browser = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    client_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    password_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    mailbox_proven_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_attempts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "support_agents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    email_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    password_set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    last_step = table.Column<long>(type: "bigint", nullable: false),
                    paired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    enrol_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    enrol_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    codes_taken = table.Column<int>(type: "integer", nullable: false),
                    codes_locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    look_ups_taken = table.Column<int>(type: "integer", nullable: false),
                    look_ups_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_sign_in_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    language = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_support_agents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "support_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    is_drill = table.Column<bool>(type: "boolean", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    requester_id = table.Column<Guid>(type: "uuid", nullable: false),
                    officer_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    arrival = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    reason_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    assigned_to = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    submitted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    rejection = table.Column<int>(type: "integer", nullable: true),
                    decision_text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    frozen_by = table.Column<Guid>(type: "uuid", nullable: true),
                    thawed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    thawed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    takes_effect_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    suspended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    purged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_support_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "temporary_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issuer_kind = table.Column<int>(type: "integer", nullable: false),
                    issued_by = table.Column<Guid>(type: "uuid", nullable: true),
                    approval_id = table.Column<Guid>(type: "uuid", nullable: true),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    reason_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    one_time = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<Guid>(type: "uuid", nullable: true),
                    mac = table.Column<byte[]>(type: "bytea", nullable: true),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false),
                    wrong = table.Column<int>(type: "integer", nullable: false),
                    uses = table.Column<int>(type: "integer", nullable: false),
                    first_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_temporary_codes", x => x.id);
                    table.CheckConstraint("support_issues_on_an_approval", "(issuer_kind = 6) = (approval_id is not null)");
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_firm_id",
                table: "accounts",
                column: "firm_id",
                unique: true,
                filter: "is_primary");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_firm_id_email_key",
                table: "accounts",
                columns: new[] { "firm_id", "email_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_accounts_hold_until",
                table: "accounts",
                column: "hold_until");

            migrationBuilder.CreateIndex(
                name: "ix_agent_sessions_agent_id",
                table: "agent_sessions",
                column: "agent_id");

            migrationBuilder.CreateIndex(
                name: "ix_agent_sessions_token_hash",
                table: "agent_sessions",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agent_sign_ins_expires_at",
                table: "agent_sign_ins",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_agent_sign_ins_token_hash",
                table: "agent_sign_ins",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approval_requests_account_id_created_at",
                table: "approval_requests",
                columns: new[] { "account_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_approval_requests_answered_at",
                table: "approval_requests",
                column: "answered_at");

            migrationBuilder.CreateIndex(
                name: "ix_approval_requests_attempt_id",
                table: "approval_requests",
                column: "attempt_id");

            migrationBuilder.CreateIndex(
                name: "ix_authenticators_account_id_state",
                table: "authenticators",
                columns: new[] { "account_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_authenticators_pairing_code",
                table: "authenticators",
                column: "pairing_code",
                unique: true,
                filter: "pairing_code is not null");

            migrationBuilder.CreateIndex(
                name: "ix_case_approvals_case_id",
                table: "case_approvals",
                column: "case_id",
                unique: true,
                filter: "used_at is null and ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_case_checks_case_id_kind",
                table: "case_checks",
                columns: new[] { "case_id", "kind" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_case_letters_case_id",
                table: "case_letters",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_letters_mailbox_key",
                table: "case_letters",
                column: "mailbox_key",
                unique: true,
                filter: "mailbox_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_case_letters_sha256",
                table: "case_letters",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_case_letters_state_received_at",
                table: "case_letters",
                columns: new[] { "state", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_code_deliveries_account_id",
                table: "code_deliveries",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_code_deliveries_approval_id",
                table: "code_deliveries",
                column: "approval_id");

            migrationBuilder.CreateIndex(
                name: "ix_code_tries_account_id_at",
                table: "code_tries",
                columns: new[] { "account_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_firms_address",
                table: "firms",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_help_feedback_article_at",
                table: "help_feedback",
                columns: new[] { "article", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_help_feedback_at",
                table: "help_feedback",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_letter_pages_letter_id_number",
                table: "letter_pages",
                columns: new[] { "letter_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_links_account_id_purpose",
                table: "links",
                columns: new[] { "account_id", "purpose" });

            migrationBuilder.CreateIndex(
                name: "ix_links_expires_at",
                table: "links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_links_token_hash",
                table: "links",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mailbox_waits_account_id",
                table: "mailbox_waits",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_mailbox_waits_ends_at",
                table: "mailbox_waits",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_notices_account_id",
                table: "notices",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_notices_next_try_at",
                table: "notices",
                column: "next_try_at",
                filter: "sent_at is null and failed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_operations_at",
                table: "operations",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_password_tries_touched_at",
                table: "password_tries",
                column: "touched_at");

            migrationBuilder.CreateIndex(
                name: "ix_recovery_codes_account_id",
                table: "recovery_codes",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_security_events_account_id_id",
                table: "security_events",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_security_events_case_id_id",
                table: "security_events",
                columns: new[] { "case_id", "id" },
                filter: "case_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_security_events_firm_id_id",
                table: "security_events",
                columns: new[] { "firm_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_account_id",
                table: "sessions",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_code_id",
                table: "sessions",
                column: "code_id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_token_hash",
                table: "sessions",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_attempts_expires_at",
                table: "sign_in_attempts",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_attempts_token_hash",
                table: "sign_in_attempts",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_support_agents_email_key",
                table: "support_agents",
                column: "email_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_support_agents_enrol_hash",
                table: "support_agents",
                column: "enrol_hash",
                unique: true,
                filter: "enrol_hash is not null");

            migrationBuilder.CreateIndex(
                name: "ix_support_cases_account_id",
                table: "support_cases",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_support_cases_number",
                table: "support_cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_support_cases_state_opened_at",
                table: "support_cases",
                columns: new[] { "state", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_support_cases_takes_effect_at",
                table: "support_cases",
                column: "takes_effect_at",
                filter: "takes_effect_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_temporary_codes_account_id",
                table: "temporary_codes",
                column: "account_id",
                unique: true,
                filter: "state <= 2");

            migrationBuilder.CreateIndex(
                name: "ix_temporary_codes_account_id_issued_at",
                table: "temporary_codes",
                columns: new[] { "account_id", "issued_at" });

            migrationBuilder.CreateIndex(
                name: "ix_temporary_codes_approval_id",
                table: "temporary_codes",
                column: "approval_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_temporary_codes_issued_by_issued_at",
                table: "temporary_codes",
                columns: new[] { "issued_by", "issued_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "agent_sessions");

            migrationBuilder.DropTable(
                name: "agent_sign_ins");

            migrationBuilder.DropTable(
                name: "approval_requests");

            migrationBuilder.DropTable(
                name: "authenticators");

            migrationBuilder.DropTable(
                name: "case_approvals");

            migrationBuilder.DropTable(
                name: "case_checks");

            migrationBuilder.DropTable(
                name: "case_letters");

            migrationBuilder.DropTable(
                name: "code_deliveries");

            migrationBuilder.DropTable(
                name: "code_tries");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "firms");

            migrationBuilder.DropTable(
                name: "help_feedback");

            migrationBuilder.DropTable(
                name: "intake_mailboxes");

            migrationBuilder.DropTable(
                name: "intake_tries");

            migrationBuilder.DropTable(
                name: "letter_contents");

            migrationBuilder.DropTable(
                name: "letter_pages");

            migrationBuilder.DropTable(
                name: "links");

            migrationBuilder.DropTable(
                name: "mailbox_waits");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "password_tries");

            migrationBuilder.DropTable(
                name: "recovery_codes");

            migrationBuilder.DropTable(
                name: "security_events");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "sign_in_attempts");

            migrationBuilder.DropTable(
                name: "support_agents");

            migrationBuilder.DropTable(
                name: "support_cases");

            migrationBuilder.DropTable(
                name: "temporary_codes");
        }
    }
}
