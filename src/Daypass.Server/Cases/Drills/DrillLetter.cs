using System.Globalization;
using System.Resources;
using Daypass.Server.Hosting;

namespace Daypass.Server.Cases.Drills;

/// <summary>The letter of a drill, in the firm's language: as it should be, but for the one thing that is wrong with it.</summary>
internal static class DrillLetter
{
    private static readonly ResourceManager Text = new("Daypass.Server.Cases.Drills.DrillText", typeof(DrillLetter).Assembly);

    public static byte[] Make(DrillFlaw flaw, Firm firm, Account primary, Account person, CodeReason reason, DateTimeOffset now)
    {
        var language = Languages.Of(firm.Language);
        var signer = flaw == DrillFlaw.SignedByAnother ? Say("Clerk") : primary.Name;
        var (name, email) = flaw == DrillFlaw.AsksForAnother ? (Say("Somebody"), Say("SomebodysEmail")) : (person.Name, person.Email);
        var page = new PdfPage();
        page.Title(flaw == DrillFlaw.OtherLetterhead ? string.Format(language, Say("OtherFirm"), firm.Name) : firm.Name);
        page.Gap(3);
        page.Text(now.ToString("D", language));
        page.Gap(2);
        page.Text(Say("To"));
        page.Gap(2);
        page.Bold(string.Format(language, Say("Subject"), name));
        page.Gap();
        page.Text(string.Format(language, Say("Who"), firm.Name));
        page.Text(string.Format(language, Say(person.Id == primary.Id && flaw != DrillFlaw.AsksForAnother ? "MyDevice" : "TheirDevice"), name, Say($"Reason.{reason}")));
        page.Text(string.Format(language, Say("Ask"), email));
        if (flaw == DrillFlaw.NewNumber)
        {
            page.Gap();
            page.Text(Say("NewNumber"));
        }

        page.Gap(2);
        page.Text(Say("Greeting"));
        if (flaw != DrillFlaw.NotSigned)
        {
            page.Signature(signer);
        }

        page.Gap(4);
        page.Text(flaw == DrillFlaw.SignedByAnother ? string.Format(language, Say("OnBehalf"), primary.Name, signer) : signer);
        page.Text(flaw == DrillFlaw.SignedByAnother ? Say("ClerksRole") : Say("Role"));
        return page.ToFile();

        string Say(string key) => Text.GetString(key, language)!;
    }
}
