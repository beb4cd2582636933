using System.Globalization;
using System.Security.Cryptography;
using Daypass.Server.Approvals;
using Daypass.Server.Hosting;
using Daypass.Server.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Daypass.TestHost;

/// <summary>A phone that was paired long ago, for stories that are told through use cases: what its app would say is said to them.</summary>
internal sealed class PairedPhone(World world, Someone owner, PhoneSimulator phone) : IDisposable
{
    // Nothing is sent.
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    public Guid Id => phone.Device;

    /// <summary>Its owner, with the offline codes that the app shows.</summary>
    public Someone Owner => owner;

    public long Time => phone.Now();

    /// <summary>Gives somebody a phone.</summary>
    public static async Task<PairedPhone> Of(World world, Someone owner)
    {
        var phone = await world.PairPhone(owner, Nowhere);
        return new PairedPhone(world, owner with { TotpSecret = phone.Secret, DeviceId = phone.Device }, phone);
    }

    public string Sign(SignedText text) => PhoneSimulator.Text(phone.Key.SignData(text.Bytes()!, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public string SignAnswer(Guid request, bool approve, string number, long time, PublicOrigin? origin = null, Guid? account = null) => phone.Sign(
        "answer", origin?.ToString(), PhoneSimulator.Id(Id), PhoneSimulator.Id(account ?? owner.Id), PhoneSimulator.Id(request), approve ? "approve" : "deny", number, PhoneSimulator.Number(time));

    public string SignNotMe(Guid request, long time) =>
        phone.Sign("not-me", null, PhoneSimulator.Id(Id), PhoneSimulator.Id(owner.Id), PhoneSimulator.Id(request), PhoneSimulator.Number(time));

    /// <summary>The question asked last.</summary>
    public Task<ApprovalRequest> Asked() => world.Store.Read(owner.Firm, db => db.ApprovalRequests.AsNoTracking()
        .Where(x => x.AccountId == owner.Id).OrderBy(x => x.State == ApprovalState.Withdrawn).ThenByDescending(x => x.CreatedAt).FirstAsync());

    /// <summary>Types this number, or, for null, presses "Deny".</summary>
    public Task<AnswerResult> Answer(Guid request, int? number) =>
        Answer(request, number is not null, number?.ToString(CultureInfo.InvariantCulture) ?? "");

    public Task<AnswerResult> Answer(Guid request, bool approve, string number) =>
        world.Get<AnswerApproval>().Run(owner.Firm, Id, request, approve, number, Time, SignAnswer(request, approve, number, Time));

    /// <summary>Types the number of the question asked last.</summary>
    public async Task<AnswerResult> Approve() => await Asked() is var asked ? await Answer(asked.Id, asked.Number) : throw new InvalidOperationException();

    public async Task<AnswerResult> Deny() => await Answer((await Asked()).Id, null);

    public Task<NotMeResult> NotMe(Guid request) => world.Get<NotMeAtDevice>().Run(owner.Firm, Id, request, Time, SignNotMe(request, Time));

    public void Dispose() => phone.Dispose();
}
