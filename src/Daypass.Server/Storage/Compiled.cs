using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Daypass.Server.Storage;

/// <summary>
/// A query of every sign-in, worked out once for each kind of database: EF Core otherwise builds its expression anew each time it is
/// asked, to look up what it made of it. Keep it static, and run it by <c>Query.On(db)(db, ...)</c>.
/// </summary>
/// <param name="compile">Calls <c>EF.CompileAsyncQuery</c>.</param>
internal sealed class Compiled<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _made = [];

    public TQuery On(DaypassDb db) => _made.GetValue(db.Model, _ => compile());
}
