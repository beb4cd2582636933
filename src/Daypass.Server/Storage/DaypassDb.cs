using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>
/// The one model on two databases. Rows of another firm are filtered out here, and once more by row-level security on PostgreSQL:
/// <see cref="Store"/> sets the firm for both, and is the only way in; <see cref="Wall"/> tells PostgreSQL.
/// </summary>
internal abstract class DaypassDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The firm whose rows are seen; set by <see cref="Store"/>.</summary>
    internal Guid CurrentFirm
    {
        get;
        set => (field, WallStands) = (value, false);
    }

    /// <summary>Whether the rows of all firms are seen: jobs, the command line, the start page.</summary>
    internal bool AcrossFirms
    {
        get;
        set => (field, WallStands) = (value, false);
    }

    /// <summary>Whether PostgreSQL was told of both in this transaction (<see cref="Wall"/>).</summary>
    internal bool WallStands { get; set; }

    /// <summary>Whether the clocks were in alarm when this use of the database began.</summary>
    internal bool ClocksDisagree { get; set; }

    public DbSet<Firm> Firms => Set<Firm>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Authenticator> Authenticators => Set<Authenticator>();
    public DbSet<TemporaryCode> TemporaryCodes => Set<TemporaryCode>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<CodeTry> CodeTries => Set<CodeTry>();
    public DbSet<PasswordTries> PasswordTries => Set<PasswordTries>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();
    public DbSet<ApprovalRequest> ApprovalRequests => Set<ApprovalRequest>();
    public DbSet<Link> Links => Set<Link>();
    public DbSet<MailboxWait> MailboxWaits => Set<MailboxWait>();
    public DbSet<Operation> Operations => Set<Operation>();
    public DbSet<SecurityEvent> SecurityEvents => Set<SecurityEvent>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<SupportAgent> SupportAgents => Set<SupportAgent>();
    public DbSet<AgentSignIn> AgentSignIns => Set<AgentSignIn>();
    public DbSet<AgentSession> AgentSessions => Set<AgentSession>();
    public DbSet<SupportCase> SupportCases => Set<SupportCase>();
    public DbSet<CaseCheck> CaseChecks => Set<CaseCheck>();
    public DbSet<CaseApproval> CaseApprovals => Set<CaseApproval>();
    public DbSet<CodeDelivery> CodeDeliveries => Set<CodeDelivery>();
    public DbSet<CaseLetter> CaseLetters => Set<CaseLetter>();
    public DbSet<LetterContent> LetterContents => Set<LetterContent>();
    public DbSet<LetterPage> LetterPages => Set<LetterPage>();
    public DbSet<IntakeMailbox> IntakeMailboxes => Set<IntakeMailbox>();
    public DbSet<IntakeTry> IntakeTries => Set<IntakeTry>();
    public DbSet<HelpFeedback> HelpFeedback => Set<HelpFeedback>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Firm>(firm =>
        {
            firm.HasIndex(x => x.Address).IsUnique();
            firm.HasQueryFilter(x => AcrossFirms || x.Id == CurrentFirm);
            firm.Property(x => x.Address).HasMaxLength(40);
            firm.Property(x => x.Name).HasMaxLength(200);
        });

        model.Entity<Account>(account =>
        {
            OfFirm(account);
            account.HasIndex(x => new { x.FirmId, x.EmailKey }).IsUnique();
            account.HasIndex(x => x.FirmId, "one_primary_administrator_per_firm").IsUnique().HasFilter("is_primary");
            account.HasIndex(x => x.HoldUntil);
            account.Property(x => x.Name).HasMaxLength(200);
            account.Property(x => x.Email).HasMaxLength(254);
            account.Property(x => x.EmailKey).HasMaxLength(254);
            account.Property(x => x.Phone).HasMaxLength(40);
        });

        model.Entity<TemporaryCode>(code =>
        {
            OfFirm(code);
            code.HasIndex(x => new { x.AccountId, x.IssuedAt });
            code.HasIndex(x => new { x.IssuedBy, x.IssuedAt });
            // C3, held by the database too: at most one code that is live or spent.
            code.HasIndex(x => x.AccountId, "one_live_code_per_account").IsUnique().HasFilter("state <= 2");
            // H4: an approval is used once, and support issues on one only. Walls holds the rest.
            code.HasIndex(x => x.ApprovalId, "one_code_per_approval").IsUnique();
            code.ToTable(table => table.HasCheckConstraint("support_issues_on_an_approval", $"(issuer_kind = {(int)ActorKind.Support}) = (approval_id is not null)"));
            code.Property(x => x.ReasonText).HasMaxLength(200);
        });

        model.Entity<CodeTry>(attempt =>
        {
            OfFirm(attempt);
            attempt.HasIndex(x => new { x.AccountId, x.At });
        });

        model.Entity<Authenticator>(device =>
        {
            OfFirm(device);
            device.HasIndex(x => new { x.AccountId, x.State });
            device.HasIndex(x => x.PairingCode).IsUnique().HasFilter("pairing_code is not null");
            device.Property(x => x.Name).HasMaxLength(60);
        });

        model.Entity<RecoveryCode>(code =>
        {
            OfFirm(code);
            code.HasIndex(x => x.AccountId);
        });

        model.Entity<PasswordTries>(tries =>
        {
            tries.HasKey(x => new { x.FirmId, x.Subject, x.Browser });
            tries.HasQueryFilter(x => AcrossFirms || x.FirmId == CurrentFirm);
            tries.HasIndex(x => x.TouchedAt);
            tries.Property(x => x.Subject).HasMaxLength(64);
        });

        model.Entity<Session>(session =>
        {
            OfFirm(session);
            session.HasIndex(x => x.TokenHash).IsUnique();
            session.HasIndex(x => x.AccountId);
            session.HasIndex(x => x.CodeId);
            session.Property(x => x.Browser).HasMaxLength(120);
            session.Property(x => x.ClientAddress).HasMaxLength(45);
        });

        model.Entity<SignInAttempt>(attempt =>
        {
            OfFirm(attempt);
            attempt.HasIndex(x => x.TokenHash).IsUnique();
            attempt.HasIndex(x => x.ExpiresAt);
        });

        model.Entity<ApprovalRequest>(request =>
        {
            OfFirm(request);
            request.HasIndex(x => new { x.AccountId, x.CreatedAt });
            request.HasIndex(x => x.AttemptId);
            // Servers look for what was answered at the others.
            request.HasIndex(x => x.AnsweredAt);
            request.Property(x => x.Browser).HasMaxLength(120);
            request.Property(x => x.ClientAddress).HasMaxLength(45);
        });

        model.Entity<Link>(link =>
        {
            OfFirm(link);
            link.HasIndex(x => x.TokenHash).IsUnique();
            link.HasIndex(x => new { x.AccountId, x.Purpose });
            link.HasIndex(x => x.ExpiresAt);
        });

        model.Entity<MailboxWait>(wait =>
        {
            OfFirm(wait);
            wait.HasIndex(x => x.AccountId);
            wait.HasIndex(x => x.EndsAt);
        });

        model.Entity<Operation>(operation =>
        {
            OfFirm(operation);
            operation.HasIndex(x => x.At);
        });

        model.Entity<SecurityEvent>(line =>
        {
            line.HasQueryFilter(x => AcrossFirms || x.FirmId == CurrentFirm);
            line.HasIndex(x => new { x.FirmId, x.Id });
            line.HasIndex(x => new { x.AccountId, x.Id });
            line.HasIndex(x => new { x.CaseId, x.Id }).HasFilter("case_id is not null");
            line.Property(x => x.Kind).HasConversion<string>().HasMaxLength(40);
        });

        model.Entity<Notice>(notice =>
        {
            OfFirm(notice);
            notice.HasIndex(x => x.NextTryAt).HasFilter("sent_at is null and failed_at is null");
            notice.HasIndex(x => x.AccountId);
            notice.Property(x => x.Kind).HasConversion<string>().HasMaxLength(40);
            notice.Property(x => x.Failure).HasMaxLength(500);
        });

        DeskModel.Add(model, this);
    }

    internal void OfFirm<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> entity) where T : class, IOfFirm
    {
        // Ids are made here, in time order; the database makes none.
        entity.Property<Guid>("Id").ValueGeneratedNever();
        entity.HasQueryFilter(x => AcrossFirms || x.FirmId == CurrentFirm);
    }
}
