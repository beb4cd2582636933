using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Storage;

/// <summary>The support desk's part of the model: agents and feedback belong to no firm, cases and their evidence to the firm they are about.</summary>
internal static class DeskModel
{
    public static void Add(ModelBuilder model, DaypassDb db)
    {
        model.Entity<SupportAgent>(agent =>
        {
            agent.Property(x => x.Id).ValueGeneratedNever();
            agent.HasIndex(x => x.EmailKey).IsUnique();
            agent.HasIndex(x => x.EnrolHash).IsUnique().HasFilter("enrol_hash is not null");
            agent.Property(x => x.Name).HasMaxLength(200);
            agent.Property(x => x.Email).HasMaxLength(254);
            agent.Property(x => x.EmailKey).HasMaxLength(254);
            agent.Property(x => x.Language).HasMaxLength(16);
        });

        model.Entity<AgentSignIn>(attempt =>
        {
            attempt.Property(x => x.Id).ValueGeneratedNever();
            attempt.HasIndex(x => x.TokenHash).IsUnique();
            attempt.HasIndex(x => x.ExpiresAt);
        });

        model.Entity<AgentSession>(session =>
        {
            session.Property(x => x.Id).ValueGeneratedNever();
            session.HasIndex(x => x.TokenHash).IsUnique();
            session.HasIndex(x => x.AgentId);
            session.Property(x => x.Browser).HasMaxLength(120);
            session.Property(x => x.ClientAddress).HasMaxLength(45);
        });

        model.Entity<SupportCase>(request =>
        {
            db.OfFirm(request);
            request.HasIndex(x => x.Number).IsUnique();
            request.HasIndex(x => new { x.State, x.OpenedAt });
            request.HasIndex(x => x.AccountId);
            request.HasIndex(x => x.TakesEffectAt).HasFilter("takes_effect_at is not null");
            request.Property(x => x.OfficerName).HasMaxLength(200);
            request.Property(x => x.ReasonText).HasMaxLength(200);
            request.Property(x => x.DecisionText).HasMaxLength(1000);
        });

        model.Entity<CaseCheck>(check =>
        {
            db.OfFirm(check);
            // Of each kind one line stands; those taken back are kept.
            check.HasIndex(x => new { x.CaseId, x.Kind }, "one_standing_check_of_a_kind").IsUnique().HasFilter("ended_at is null");
        });

        model.Entity<CaseApproval>(approval =>
        {
            db.OfFirm(approval);
            approval.HasIndex(x => x.CaseId, "one_open_approval_per_case").IsUnique().HasFilter("used_at is null and ended_at is null");
            approval.ToTable(table => table.HasCheckConstraint("two_technicians", "second_agent_id is null or second_agent_id <> agent_id"));
        });

        model.Entity<CodeDelivery>(delivery =>
        {
            db.OfFirm(delivery);
            delivery.HasIndex(x => x.ApprovalId);
            delivery.HasIndex(x => x.AccountId);
        });

        model.Entity<CaseLetter>(letter =>
        {
            db.OfFirm(letter);
            letter.HasIndex(x => x.CaseId);
            letter.HasIndex(x => new { x.State, x.ReceivedAt });
            letter.HasIndex(x => x.Sha256);
            letter.HasIndex(x => x.MailboxKey).IsUnique().HasFilter("mailbox_key is not null");
            letter.Property(x => x.FileName).HasMaxLength(200);
            letter.Property(x => x.Sender).HasMaxLength(320);
            letter.Property(x => x.Subject).HasMaxLength(300);
            letter.Property(x => x.Problem).HasMaxLength(60);
            letter.Property(x => x.MailboxKey).HasMaxLength(200);
        });

        model.Entity<IntakeMailbox>(mailbox =>
        {
            mailbox.Property(x => x.Id).HasMaxLength(32);
            mailbox.Property(x => x.Failure).HasMaxLength(300);
        });

        model.Entity<IntakeTry>(begun =>
        {
            begun.HasKey(x => x.Key);
            begun.Property(x => x.Key).HasMaxLength(200);
        });

        model.Entity<LetterContent>(db.OfFirm);
        model.Entity<LetterPage>(page =>
        {
            db.OfFirm(page);
            page.HasIndex(x => new { x.LetterId, x.Number }).IsUnique();
        });

        model.Entity<HelpFeedback>(feedback =>
        {
            feedback.Property(x => x.Id).ValueGeneratedNever();
            feedback.HasIndex(x => new { x.Article, x.At });
            feedback.HasIndex(x => x.At);
            feedback.Property(x => x.Article).HasMaxLength(60);
            feedback.Property(x => x.Language).HasMaxLength(10);
            feedback.Property(x => x.Comment).HasMaxLength(1000);
        });
    }
}
