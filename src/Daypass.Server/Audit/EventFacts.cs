using System.Text.Json;
using System.Text.Json.Serialization;

namespace Daypass.Server.Audit;

/// <summary>Facts of a security event: enumerations, numbers and times only. A fact that is text has no place here (A1).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "facts")]
[JsonDerivedType(typeof(CodeFacts), "code")]
[JsonDerivedType(typeof(CodeEndFacts), "codeEnd")]
[JsonDerivedType(typeof(TryFacts), "try")]
[JsonDerivedType(typeof(SignInFacts), "signIn")]
[JsonDerivedType(typeof(HoldFacts), "hold")]
[JsonDerivedType(typeof(UntilFacts), "until")]
[JsonDerivedType(typeof(PolicyFacts), "policy")]
[JsonDerivedType(typeof(CodeSettingsFacts), "codeSettings")]
[JsonDerivedType(typeof(PermissionFacts), "permissions")]
[JsonDerivedType(typeof(HandOnFacts), "handOn")]
[JsonDerivedType(typeof(SessionEndFacts), "sessionEnd")]
[JsonDerivedType(typeof(PairingFacts), "pairing")]
[JsonDerivedType(typeof(RefusalFacts), "refusal")]
[JsonDerivedType(typeof(CountFacts), "count")]
[JsonDerivedType(typeof(CaseFacts), "case")]
[JsonDerivedType(typeof(CheckFacts), "check")]
[JsonDerivedType(typeof(RejectionFacts), "rejection")]
[JsonDerivedType(typeof(LookUpFacts), "lookUp")]
[JsonDerivedType(typeof(LetterFacts), "letter")]
[JsonDerivedType(typeof(DrillFacts), "drill")]
[JsonDerivedType(typeof(DrillEndFacts), "drillEnd")]
internal abstract record EventFacts
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    internal static EventFacts? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<EventFacts>(json, Json);
}

internal sealed record CodeFacts(CodeReason Reason, DateTimeOffset EndsAt, bool OneTime) : EventFacts;

internal sealed record CodeEndFacts(CodeState State) : EventFacts;

/// <summary>Which kind of code was tried, and how many tries the temporary code has left; null where none is live.</summary>
internal sealed record TryFacts(TryKind Kind, int? Left) : EventFacts;

internal sealed record SignInFacts(SessionKind Session) : EventFacts;

internal sealed record HoldFacts(DateTimeOffset Until) : EventFacts;

internal sealed record UntilFacts(DateTimeOffset Until, bool ForAll = false) : EventFacts;

internal sealed record PolicyFacts(Policy Staff, Policy Clients) : EventFacts;

internal sealed record CodeSettingsFacts(int LifeMinutes, bool OneTime) : EventFacts;

internal sealed record PermissionFacts(bool Administrator, Permission Permissions) : EventFacts;

/// <summary>Why the primary role was handed on.</summary>
internal sealed record HandOnFacts(HandOnReason Reason) : EventFacts;

internal sealed record SessionEndFacts(SessionEnd Reason, int Sessions) : EventFacts;

internal sealed record PairingFacts(AuthenticatorKind Kind, bool ThroughCode, bool ThroughMailbox) : EventFacts;

/// <summary>The name of the enumeration value that a refusal is.</summary>
internal sealed record RefusalFacts(string Refusal) : EventFacts
{
    public static RefusalFacts Of<T>(T refusal) where T : struct, Enum => new(refusal.ToString());
}

internal sealed record CountFacts(int Count) : EventFacts;

internal sealed record CaseFacts(CaseKind Case) : EventFacts;

/// <summary>A line of the checklist; and which contact was called.</summary>
internal sealed record CheckFacts(CaseCheckKind Check, ContactKind? Contact = null) : EventFacts;

internal sealed record RejectionFacts(CaseRejection Rejection) : EventFacts;

internal sealed record LookUpFacts(LookUpReason Reason) : EventFacts;

/// <summary>Which letter, how it came, what it is and how many bytes; and the names of why it was refused or put away.</summary>
internal sealed record LetterFacts(Guid Letter, LetterSource Source, LetterType? Type, int Size, string? Problem = null, LetterPutAway? PutAway = null) : EventFacts
{
    public static LetterFacts Of(CaseLetter letter) => new(letter.Id, letter.Source, letter.Type, letter.Size, letter.Problem, letter.PutAway);
}

/// <summary>What is wrong with the request of a drill.</summary>
internal sealed record DrillFacts(DrillFlaw Flaw) : EventFacts;

/// <param name="From">In which state the case was when the drill ended.</param>
internal sealed record DrillEndFacts(DrillOutcome Outcome, CaseState From) : EventFacts;
