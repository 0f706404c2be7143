<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>Open data folder...</source>
        <translation>打开数据文件夹...</translation>
    </message>
    <message>
        <source>Open a folder of CSV or Parquet tables</source>
        <translation>打开存放 CSV 或 Parquet 表格的文件夹</translation>
    </message>
    <message>
        <source>Open workbook...</source>
        <translation>打开工作簿...</translation>
    </message>
    <message>
        <source>Open an XLSX workbook with a sheet per table</source>
        <translation>打开每张表一个工作表的 XLSX 工作簿</translation>
    </message>
    <message>
        <source>Open the sample day</source>
        <translation>打开示例日</translation>
    </message>
    <message>
        <source>Open the built-in day in a made-up city</source>
        <translation>打开内置的虚构城市示例日</translation>
    </message>
    <message>
        <source>Read the data again</source>
        <translation>重新读取数据</translation>
    </message>
    <message>
        <source>New from data...</source>
        <translation>从数据新建...</translation>
    </message>
    <message>
        <source>Make a project of your company&apos;s own tables, whatever they are called</source>
        <translation>用贵公司自己的表建立项目，表和列叫什么名字都可以</translation>
    </message>
    <message>
        <source>Import into this project...</source>
        <translation>导入到此项目...</translation>
    </message>
    <message>
        <source>Take tables of your own into the project; undo works</source>
        <translation>把您自己的表导入项目；可以撤销</translation>
    </message>
    <message>
        <source>Open project...</source>
        <translation>打开项目...</translation>
    </message>
    <message>
        <source>Open a project of Wayloom</source>
        <translation>打开一个 Wayloom 项目</translation>
    </message>
    <message>
        <source>Read the tables again from where they came; undo brings yours back</source>
        <translation>从来源重新读取各表；撤销可恢复您的修改</translation>
    </message>
    <message>
        <source>Save a copy as...</source>
        <translation>另存副本...</translation>
    </message>
    <message>
        <source>Write the whole project under another name; it is kept here as you edit it</source>
        <translation>把整个项目写成另一个文件；这里的修改一直自动保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the project; everything in it is kept</source>
        <translation>关闭项目；其中的一切都已保存</translation>
    </message>
    <message>
        <source>Open plan...</source>
        <translation>打开计划...</translation>
    </message>
    <message>
        <source>Show a plan file made of these data</source>
        <translation>显示用当前数据制定的计划文件</translation>
    </message>
    <message>
        <source>Import roads...</source>
        <translation>导入道路...</translation>
    </message>
    <message>
        <source>Take roads from an OpenStreetMap file</source>
        <translation>从 OpenStreetMap 文件导入道路</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Write papers for the drivers, the map and plan files into a folder</source>
        <translation>将司机单据、地图和计划文件写入文件夹</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take back what was done last</source>
        <translation>撤销最后一步</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Do again what was taken back last</source>
        <translation>重做刚撤销的一步</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Show all that was done to the project</source>
        <translation>显示对项目做过的一切</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Plan the day</source>
        <translation>制定当日计划</translation>
    </message>
    <message>
        <source>Forecast, stock, routes and the plan check for the chosen day</source>
        <translation>为所选日期做需求预测、库存计划、路线和计划校验</translation>
    </message>
    <message>
        <source>Stop and keep the best</source>
        <translation>停止并保留最优</translation>
    </message>
    <message>
        <source>End the search now and keep the best plan so far</source>
        <translation>立即结束搜索，保留目前最优的计划</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>End the work at once; the plan before stays</source>
        <translation>立即终止，原有计划不变</translation>
    </message>
    <message>
        <source>What if...</source>
        <translation>假如……</translation>
    </message>
    <message>
        <source>Change demand, lead time, room, service or budget, and compare the stock</source>
        <translation>改变需求、提前期、库容、服务水平或预算，并比较库存计划</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Demand</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>Problems in the data</source>
        <translation>数据问题</translation>
    </message>
    <message>
        <source>Show every problem with its cell</source>
        <translation>显示每个问题及其单元格</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Search actions...</source>
        <translation>搜索...</translation>
    </message>
    <message>
        <source>Find an order, a vehicle, a SKU or an action by a few letters</source>
        <translation>输入几个字即可查找订单、车辆、SKU 或操作</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>跟随系统配色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Put all panels back</source>
        <translation>恢复面板布局</translation>
    </message>
    <message>
        <source>Arrange the panels as at first</source>
        <translation>将各面板恢复到初始位置</translation>
    </message>
    <message>
        <source>About Wayloom</source>
        <translation>关于 Wayloom</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>Acts</name>
    <message>
        <source>warehouse {name}</source>
        <translation>仓库 {name}</translation>
    </message>
    <message>
        <source>product {name}</source>
        <translation>商品 {name}</translation>
    </message>
    <message>
        <source>supply lane {name}</source>
        <translation>供货线 {name}</translation>
    </message>
    <message>
        <source>stock {name}</source>
        <translation>库存 {name}</translation>
    </message>
    <message>
        <source>delivery {name}</source>
        <translation>到货 {name}</translation>
    </message>
    <message>
        <source>promotion {name}</source>
        <translation>促销 {name}</translation>
    </message>
    <message>
        <source>holiday {name}</source>
        <translation>节假日 {name}</translation>
    </message>
    <message>
        <source>order {name}</source>
        <translation>订单 {name}</translation>
    </message>
    <message>
        <source>order line {name}</source>
        <translation>订单行 {name}</translation>
    </message>
    <message>
        <source>vehicle {name}</source>
        <translation>车辆 {name}</translation>
    </message>
    <message>
        <source>driver {name}</source>
        <translation>司机 {name}</translation>
    </message>
    <message>
        <source>speed profile {name}</source>
        <translation>车速 {name}</translation>
    </message>
    <message>
        <source>zone {name}</source>
        <translation>区域 {name}</translation>
    </message>
    <message>
        <source>setting {name}</source>
        <translation>设置 {name}</translation>
    </message>
    <message>
        <source>tables read from {source}</source>
        <translation>从 {source} 读取各表</translation>
    </message>
    <message>
        <source>{count} rows added to {table}</source>
        <translation>向 {table} 添加 {count} 行</translation>
    </message>
    <message>
        <source>{count} rows removed from {table}</source>
        <translation>从 {table} 删除 {count} 行</translation>
    </message>
    <message>
        <source>{count} cells of {table}</source>
        <translation>{table} 的 {count} 个单元格</translation>
    </message>
    <message>
        <source>{column} of {row}</source>
        <translation>{row} 的 {column}</translation>
    </message>
    <message>
        <source>row {row} of {table}</source>
        <translation>{table} 第 {row} 行</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
</context>
<context>
    <name>AlertList</name>
    <message>
        <source>1 thing to look at</source>
        <translation>1 项需要关注</translation>
    </message>
    <message>
        <source>{count} things to look at, the dearest first</source>
        <translation>{count} 项需要关注，金额高的在前</translation>
    </message>
    <message>
        <source>At risk</source>
        <translation>涉及金额</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>What is odd</source>
        <translation>异常情况</translation>
    </message>
    <message>
        <source>{units} units at risk</source>
        <translation>涉及 {units} 件</translation>
    </message>
    <message>
        <source>{money} at risk</source>
        <translation>涉及 {money}</translation>
    </message>
</context>
<context>
    <name>CellView</name>
    <message>
        <source>Mend here</source>
        <translation>在此修改</translation>
    </message>
    <message>
        <source>Show the cell on the page Data, to write in it</source>
        <translation>在“数据”页显示该单元格，以便修改</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open it in the program that knows it, to mend it</source>
        <translation>用关联程序打开文件以便修改</translation>
    </message>
    <message>
        <source>The problem in its file</source>
        <translation>问题在文件中的位置</translation>
    </message>
    <message>
        <source>Select a problem to see its place in the file.</source>
        <translation>选择一个问题，即可查看它在文件中的位置。</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>There are no rows to show for this problem.</source>
        <translation>此问题没有可显示的行。</translation>
    </message>
    <message>
        <source>{file}, row {row}</source>
        <translation>{file}，第 {row} 行</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>Take back the last change</source>
        <translation>撤回上一步</translation>
    </message>
    <message>
        <source>Save the problems as CSV ...</source>
        <translation>将问题另存为 CSV…</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Leave out bad rows ({count})</source>
        <translation>略去有错的行（{count}）</translation>
    </message>
    <message>
        <source>Nothing is wrong.</source>
        <translation>没有发现问题。</translation>
    </message>
    <message>
        <source>No errors. Warnings worth a look: {warnings}</source>
        <translation>没有错误。值得一看的警告：{warnings}</translation>
    </message>
    <message>
        <source>Errors: {errors}, warnings: {warnings}</source>
        <translation>错误：{errors}，警告：{warnings}</translation>
    </message>
    <message>
        <source>Rows: {tables}</source>
        <translation>行数：{tables}</translation>
    </message>
    <message>
        <source>{name}, rows {rows}</source>
        <translation>{name} 第 {rows} 行</translation>
    </message>
    <message>
        <source>Left out ({count}): {places}</source>
        <translation>已略去（{count}）：{places}</translation>
    </message>
    <message>
        <source>Save the problems</source>
        <translation>保存问题</translation>
    </message>
    <message>
        <source>The problems are saved.</source>
        <translation>问题已保存。</translation>
    </message>
    <message>
        <source>Where the project is to lie</source>
        <translation>项目存放位置</translation>
    </message>
    <message>
        <source>Wayloom projects (*.wayloom)</source>
        <translation>Wayloom 项目 (*.wayloom)</translation>
    </message>
    <message>
        <source>Save the project as</source>
        <translation>项目存为</translation>
    </message>
</context>
<context>
    <name>CleanedDays</name>
    <message>
        <source>{first} to {last}, {count} days</source>
        <translation>{first}至{last}，{count} 天</translation>
    </message>
    <message>
        <source>{days}: {before} units, far beyond all other days, count as {after}.</source>
        <translation>{days}：{before} 件，远超其他日子，按 {after} 件计。</translation>
    </message>
    <message>
        <source>{days}: unknown, filled in with {after} units.</source>
        <translation>{days}：未知，填补为 {after} 件。</translation>
    </message>
    <message>
        <source>{days}: two records of one day; {before} units count as {after}.</source>
        <translation>{days}：同一天有两条记录；{before} 件按 {after} 件计。</translation>
    </message>
    <message>
        <source>{days}: {before} units are returns, and count as no demand.</source>
        <translation>{days}：{before} 件为退货，不计需求。</translation>
    </message>
    <message>
        <source>{days}: no record, taken as no sale.</source>
        <translation>{days}：没有记录，计为没有销售。</translation>
    </message>
    <message>
        <source>{days}: {before} units cannot be demand, unknown.</source>
        <translation>{days}：{before} 件不可能是需求，视为未知。</translation>
    </message>
    <message>
        <source>{days}: {before} units, far beyond all other days, unknown.</source>
        <translation>{days}：{before} 件，远超其他日子，视为未知。</translation>
    </message>
    <message>
        <source>{days}: {before} units, much more than usual without a promotion or a holiday; they were kept, please check them.</source>
        <translation>{days}：{before} 件，无促销或节假日而明显偏高；已保留，请核对。</translation>
    </message>
    <message>
        <source>{days}: nothing recorded here, taken as closed.</source>
        <translation>{days}：此处没有任何记录，计为歇业。</translation>
    </message>
    <message>
        <source>{days}: no record, unknown.</source>
        <translation>{days}：没有记录，视为未知。</translation>
    </message>
</context>
<context>
    <name>ColumnEditor</name>
    <message>
        <source>(nothing)</source>
        <translation>（无）</translation>
    </message>
    <message>
        <source>(one value for all rows)</source>
        <translation>（所有行同一个值）</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>point: 1234.5</source>
        <translation>小数点：1234.5</translation>
    </message>
    <message>
        <source>comma: 1234,5</source>
        <translation>逗号：1234,5</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Unit there</source>
        <translation>原单位</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>书写格式</translation>
    </message>
    <message>
        <source>Decimals</source>
        <translation>小数符号</translation>
    </message>
</context>
<context>
    <name>ColumnLines</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>There</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>成为</translation>
    </message>
    <message>
        <source>always {value}</source>
        <translation>始终为 {value}</translation>
    </message>
    <message>
        <source>choose ...</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>which way?</source>
        <translation>哪一种？</translation>
    </message>
    <message>
        <source>wrong: {count}</source>
        <translation>有误：{count}</translation>
    </message>
</context>
<context>
    <name>ColumnWords</name>
    <message>
        <source>A number or name that tells rows apart</source>
        <translation>用于区分各行的编号或名称</translation>
    </message>
    <message>
        <source>Any text</source>
        <translation>任意文字</translation>
    </message>
    <message>
        <source>One of: {choices}</source>
        <translation>以下之一：{choices}</translation>
    </message>
    <message>
        <source>Words, parted by semicolons</source>
        <translation>若干词，用分号隔开</translation>
    </message>
    <message>
        <source>A whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>A number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>An amount of money</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Yes or no, as 1 or 0</source>
        <translation>是或否，写作 1 或 0</translation>
    </message>
    <message>
        <source>A clock time, such as 08:30</source>
        <translation>钟点，例如 08:30</translation>
    </message>
    <message>
        <source>A day, such as 2026-04-03</source>
        <translation>日期，例如 2026-04-03</translation>
    </message>
    <message>
        <source>Days, parted by semicolons</source>
        <translation>若干日期，用分号隔开</translation>
    </message>
    <message>
        <source>A day with a clock time</source>
        <translation>日期加钟点</translation>
    </message>
    <message>
        <source>An area on the map, as WKT</source>
        <translation>地图上的区域（WKT）</translation>
    </message>
    <message>
        <source>whole currency</source>
        <translation>货币单位</translation>
    </message>
    <message>
        <source>cents</source>
        <translation>分</translation>
    </message>
    <message>
        <source>thousands</source>
        <translation>千</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>share of 1</source>
        <translation>占 1 的比例</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>度</translation>
    </message>
    <message>
        <source>millionths of a degree</source>
        <translation>百万分之一度</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Order, customer, vehicle, SKU or action</source>
        <translation>订单、客户、车辆、SKU 或操作</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>未找到。</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Your tables, what is wrong in them, and the day to plan.</source>
        <translation>您的各表、其中的问题，以及要计划的日期。</translation>
    </message>
    <message>
        <source>day to plan</source>
        <translation>计划日期</translation>
    </message>
    <message>
        <source>Day to plan</source>
        <translation>计划日期</translation>
    </message>
    <message>
        <source>Choose a day</source>
        <translation>选择日期</translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation>查看问题</translation>
    </message>
    <message>
        <source>The data cannot be used yet: {errors} errors, {warnings} warnings. Mend them here: their cells are marked in the tables below.</source>
        <translation>数据还不能使用：{errors} 个错误，{warnings} 个警告。可在此修改：有问题的单元格在下面的表中已标出。</translation>
    </message>
    <message>
        <source>The data cannot be used yet: {errors} errors, {warnings} warnings. Mend them where they were written, and open the data again.</source>
        <translation>数据暂不能使用：{errors} 处错误，{warnings} 条警告。请在原表中改正后重新打开。</translation>
    </message>
    <message>
        <source>{day}  ·  {orders} orders</source>
        <translation>{day}  ·  {orders} 个订单</translation>
    </message>
    <message>
        <source>orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>units</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>m³ of the vehicles&apos; capacity</source>
        <translation>m³，占车辆总容积</translation>
    </message>
    <message>
        <source>kg of the vehicles&apos; capacity</source>
        <translation>kg，占车辆总载重</translation>
    </message>
    <message>
        <source>vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>warehouses</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>{load} of {capacity} ({percent} %)</source>
        <translation>{load} / {capacity}（{percent} %）</translation>
    </message>
</context>
<context>
    <name>DatabaseForm</name>
    <message>
        <source>Remember the password in this computer&apos;s keychain</source>
        <translation>将密码记在本机的钥匙串中</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Say on which server the database is, its name, and who asks.</source>
        <translation>请填写服务器、数据库名称和用户。</translation>
    </message>
    <message>
        <source>Connected. {count} tables were found: choose those to read.</source>
        <translation>已连接。找到 {count} 个表：请选择要读取的表。</translation>
    </message>
    <message>
        <source>Connected, but this computer&apos;s keychain did not keep the password.</source>
        <translation>已连接，但本机的钥匙串没有保存密码。</translation>
    </message>
    <message>
        <source>Connecting to the database ...</source>
        <translation>正在连接数据库…</translation>
    </message>
    <message>
        <source>such as db.example.com or 10.0.0.5</source>
        <translation>例如 db.example.com 或 10.0.0.5</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Kind of database</source>
        <translation>数据库类型</translation>
    </message>
    <message>
        <source>Seconds for one table at most</source>
        <translation>每个表最多用时（秒）</translation>
    </message>
</context>
<context>
    <name>DatabaseTables</name>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Tables to read</source>
        <translation>要读取的表</translation>
    </message>
    <message>
        <source>Add a query ...</source>
        <translation>添加查询…</translation>
    </message>
    <message>
        <source>Remove the query</source>
        <translation>移除查询</translation>
    </message>
</context>
<context>
    <name>DemandChart</name>
    <message>
        <source>out of stock, or not recorded</source>
        <translation>缺货或无记录</translation>
    </message>
    <message>
        <source>{units} sold, then out of stock</source>
        <translation>售出 {units}，之后缺货</translation>
    </message>
    <message>
        <source>{units} filled in</source>
        <translation>填补 {units}</translation>
    </message>
    <message>
        <source>{units} sold</source>
        <translation>售出 {units}</translation>
    </message>
    <message>
        <source>{units} recorded, but left out</source>
        <translation>记录 {units}，未采用</translation>
    </message>
    <message>
        <source>{units} recorded, counted as {taken}</source>
        <translation>记录 {units}，按 {taken} 计</translation>
    </message>
    <message>
        <source>{days} of 10 days: {low} to {high}</source>
        <translation>10 天中有 {days} 天：{low} 至 {high}</translation>
    </message>
    <message>
        <source>{units} expected</source>
        <translation>预计 {units}</translation>
    </message>
    <message>
        <source>Sold per day</source>
        <translation>每日销量</translation>
    </message>
    <message>
        <source>Out of stock, or not recorded</source>
        <translation>缺货或无记录</translation>
    </message>
    <message>
        <source>Recorded, but left out</source>
        <translation>有记录但未采用</translation>
    </message>
    <message>
        <source>Filled in</source>
        <translation>填补</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预计</translation>
    </message>
    <message>
        <source>{days} of 10 days lie in this band</source>
        <translation>10 天中有 {days} 天落在此区间</translation>
    </message>
    <message>
        <source>Promotion</source>
        <translation>促销</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>节假日</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>需要关注</translation>
    </message>
</context>
<context>
    <name>DemandPage</name>
    <message>
        <source>Demand</source>
        <translation>需求</translation>
    </message>
    <message>
        <source>What was sold, and what is expected, for each SKU at each warehouse.</source>
        <translation>各仓库每个 SKU 的历史销量与预计需求。</translation>
    </message>
    <message>
        <source>The data hold no demand history, so there is nothing to forecast from. Add a table demand_history and open the data again.</source>
        <translation>数据中没有需求历史，无法预测。请添加 demand_history 表后重新打开数据。</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 天</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 年</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Chart of demand; arrow keys read out the days, and choose the one explained</source>
        <translation>需求图；方向键逐日读出数值，并选择要说明的日子</translation>
    </message>
    <message>
        <source>{item} at {place}</source>
        <translation>{place} 的 {item}</translation>
    </message>
    <message>
        <source>{units} in {days} days</source>
        <translation>{days} 天 {units}</translation>
    </message>
    <message>
        <source>Expected: {sums}</source>
        <translation>预计：{sums}</translation>
    </message>
    <message>
        <source>Sales only: what is expected comes with the plan.</source>
        <translation>仅有销量：制定计划后显示预计需求。</translation>
    </message>
    <message>
        <source>This plan holds no forecast of this series.</source>
        <translation>此计划没有该序列的预测。</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>Stops</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Unassigned</source>
        <translation>未安排</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>装载</translation>
    </message>
</context>
<context>
    <name>DoubtQuestion</name>
    <message>
        <source>It is right so</source>
        <translation>这样是对的</translation>
    </message>
    <message>
        <source>{example}: which number is it?</source>
        <translation>{example}：是哪个数？</translation>
    </message>
    <message>
        <source>{example}: which day is it?</source>
        <translation>{example}：是哪一天？</translation>
    </message>
    <message>
        <source>{example}: what does it mean?</source>
        <translation>{example}：是什么意思？</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the plan</source>
        <translation>导出计划</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择...</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Papers for drivers and loaders, to print (PDF)</source>
        <translation>司机和装货人员的打印单据（PDF）</translation>
    </message>
    <message>
        <source>The same papers, route sheets and stock plan as workbooks (XLSX)</source>
        <translation>同样的单据、路线单和库存计划工作簿（XLSX）</translation>
    </message>
    <message>
        <source>Map that opens in any browser (HTML)</source>
        <translation>可用任何浏览器打开的地图（HTML）</translation>
    </message>
    <message>
        <source>Routes for navigation devices (GPX)</source>
        <translation>供导航设备使用的路线（GPX）</translation>
    </message>
    <message>
        <source>Routes for other maps (GeoJSON)</source>
        <translation>供其他地图使用的路线（GeoJSON）</translation>
    </message>
    <message>
        <source>Routes for Google Earth and other maps (KML)</source>
        <translation>供 Google Earth 等地图使用的路线 (KML)</translation>
    </message>
    <message>
        <source>Orders to suppliers and transfers, ready to send (CSV, XLSX)</source>
        <translation>可直接发送的订货与调拨单 (CSV, XLSX)</translation>
    </message>
    <message>
        <source>Routes for programs that read VROOM solutions (JSON)</source>
        <translation>供读取 VROOM 结果的程序使用的路线 (JSON)</translation>
    </message>
    <message>
        <source>Plan file for other systems (JSON)</source>
        <translation>供其他系统使用的计划文件（JSON）</translation>
    </message>
    <message>
        <source>Folder to export into</source>
        <translation>导出到的文件夹</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Tolls</source>
        <translation>通行费</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Distance driven</source>
        <translation>行驶里程</translation>
    </message>
    <message>
        <source>Working time</source>
        <translation>工作时间</translation>
    </message>
    <message>
        <source>Overtime</source>
        <translation>加班</translation>
    </message>
    <message>
        <source>Lateness</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Orders left out</source>
        <translation>未安排订单</translation>
    </message>
    <message>
        <source>Holding stock</source>
        <translation>库存持有</translation>
    </message>
    <message>
        <source>Cost of the day</source>
        <translation>当日成本</translation>
    </message>
    <message>
        <source>Goods ordered</source>
        <translation>采购货款</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
</context>
<context>
    <name>FiguresBar</name>
    <message>
        <source>What the plan is worth</source>
        <translation>计划指标</translation>
    </message>
    <message>
        <source>No plan yet. Open a data set and press Plan.</source>
        <translation>尚无计划。请打开数据并点击“制定当日计划”。</translation>
    </message>
</context>
<context>
    <name>FiguresPanel</name>
    <message>
        <source>No plan yet. Its figures will be here.</source>
        <translation>尚无计划，制定后在此显示指标。</translation>
    </message>
    <message>
        <source>Cost by part</source>
        <translation>成本构成</translation>
    </message>
    <message>
        <source>Broken rules</source>
        <translation>违反的规则</translation>
    </message>
    <message>
        <source>Late, all stops together</source>
        <translation>迟到合计</translation>
    </message>
    <message>
        <source>CO₂</source>
        <translation>CO₂</translation>
    </message>
    <message>
        <source>Vehicles used</source>
        <translation>用车数</translation>
    </message>
    <message>
        <source>Travel times by your speed profiles</source>
        <translation>行驶时间按您的速度曲线</translation>
    </message>
    <message>
        <source>Travel times by built-in typical traffic, not measured here</source>
        <translation>行驶时间按内置典型路况，非本地实测</translation>
    </message>
    <message>
        <source>Travel times by your speed profiles, and built-in typical traffic where they say nothing</source>
        <translation>行驶时间按您的速度曲线，未覆盖部分按内置典型路况</translation>
    </message>
    <message>
        <source>Travel times at free flow: no traffic at any hour</source>
        <translation>行驶时间按畅通路况，各时段均不计拥堵</translation>
    </message>
    <message>
        <source>This plan was not checked.</source>
        <translation>此计划未经校验。</translation>
    </message>
    <message>
        <source>{name}: {result}</source>
        <translation>{name}：{result}</translation>
    </message>
</context>
<context>
    <name>ForecastBasis</name>
    <message>
        <source>its own history</source>
        <translation>自身历史</translation>
    </message>
    <message>
        <source>same SKU elsewhere</source>
        <translation>其他仓库的同一 SKU</translation>
    </message>
    <message>
        <source>SKUs of its category</source>
        <translation>同品类的 SKU</translation>
    </message>
    <message>
        <source>all other series</source>
        <translation>所有其他序列</translation>
    </message>
    <message>
        <source>no sale so far</source>
        <translation>至今没有销售</translation>
    </message>
    <message>
        <source>It rests on its own history. Reasons are worked out for the series that sell most.</source>
        <translation>预测依据自身历史。只为销量最高的序列计算原因。</translation>
    </message>
    <message>
        <source>Its own history is too short: it is forecast from the same SKU elsewhere.</source>
        <translation>自身历史太短：依据其他仓库的同一 SKU 预测。</translation>
    </message>
    <message>
        <source>Its own history is too short: it is forecast from SKUs of its category.</source>
        <translation>自身历史太短：依据同品类的 SKU 预测。</translation>
    </message>
    <message>
        <source>Its own history is too short: it is forecast from all other series.</source>
        <translation>自身历史太短：依据所有其他序列预测。</translation>
    </message>
    <message>
        <source>It has been recorded for weeks without a sale.</source>
        <translation>已记录数周，从未售出。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>No project is open. What you do to a project is listed here.</source>
        <translation>没有打开的项目。对项目做过的一切会列在这里。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已撤销）</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>修改前后</translation>
    </message>
</context>
<context>
    <name>HolderBanner</name>
    <message>
        <source>Save a copy and work on that</source>
        <translation>另存副本并在副本上工作</translation>
    </message>
    <message>
        <source>Work on it now</source>
        <translation>现在编辑</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>有人</translation>
    </message>
    <message>
        <source>{person} has had this project open on {computer} since {since}. Here it can only be looked at.</source>
        <translation>{person} 自 {since} 起在 {computer} 上打开着此项目。这里只能查看。</translation>
    </message>
</context>
<context>
    <name>ImportFlow</name>
    <message>
        <source>Looking at the data ...</source>
        <translation>正在查看数据…</translation>
    </message>
    <message>
        <source>Opening the import ...</source>
        <translation>正在打开导入…</translation>
    </message>
    <message>
        <source>Reading the file anew ...</source>
        <translation>正在重新读取文件…</translation>
    </message>
    <message>
        <source>The mapping is saved.</source>
        <translation>对应关系已保存。</translation>
    </message>
    <message>
        <source>Saving ...</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Reading and checking all rows ...</source>
        <translation>正在读取并检查所有行…</translation>
    </message>
    <message>
        <source>Importing ...</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>Checking ...</source>
        <translation>正在检查…</translation>
    </message>
</context>
<context>
    <name>ImportProblems</name>
    <message>
        <source>Nothing is wrong. The data can be imported.</source>
        <translation>没有发现问题，可以导入数据。</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>程度</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题所在</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>如何处理</translation>
    </message>
</context>
<context>
    <name>ImportWizard</name>
    <message>
        <source>Import your data</source>
        <translation>导入您的数据</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close without importing?</source>
        <translation>不导入就关闭吗？</translation>
    </message>
    <message>
        <source>Drop a folder, a workbook, an SQLite file, or CSV files.</source>
        <translation>请拖入文件夹、工作簿、SQLite 文件或 CSV 文件。</translation>
    </message>
    <message>
        <source>Read another source?</source>
        <translation>改读另一个来源吗？</translation>
    </message>
    <message>
        <source>Save this mapping</source>
        <translation>保存此对应关系</translation>
    </message>
    <message>
        <source>Mapping files (*.toml)</source>
        <translation>对应文件 (*.toml)</translation>
    </message>
    <message>
        <source>What you said of the data and mended in them is lost.</source>
        <translation>您对数据所作的说明和修正将会丢失。</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Go on importing</source>
        <translation>继续导入</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Import, and mend the rest later</source>
        <translation>导入，其余稍后修正</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Answer the questions first: {tables}.</source>
        <translation>请先回答问题：{tables}。</translation>
    </message>
</context>
<context>
    <name>LaterTable</name>
    <message>
        <source>Likely to be ordered and moved later</source>
        <translation>以后可能采购和调拨的</translation>
    </message>
    <message>
        <source>Nothing is likely to be ordered or moved on later days.</source>
        <translation>以后几天不太可能需要采购或调拨。</translation>
    </message>
</context>
<context>
    <name>LoadTable</name>
    <message>
        <source>Load</source>
        <translation>装载</translation>
    </message>
    <message>
        <source>This plan has no routes: every order is left out. Unassigned says why.</source>
        <translation>此计划没有路线：所有订单都未安排，原因见“未安排”。</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>体积</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>重量</translation>
    </message>
    <message>
        <source>Work within the shift</source>
        <translation>班次内工作</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>成本</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>The day is being planned. Close all the same, without that plan?</source>
        <translation>正在制定当日计划。仍要关闭并放弃该计划吗？</translation>
    </message>
    <message>
        <source>Files are being written. Close all the same, before all are there?</source>
        <translation>正在写出文件。仍要在完成前关闭吗？</translation>
    </message>
    <message>
        <source>{what}: {act}</source>
        <translation>{what}：{act}</translation>
    </message>
    <message>
        <source>{name} (read only)</source>
        <translation>{name}（只读）</translation>
    </message>
</context>
<context>
    <name>MappingPage</name>
    <message>
        <source>Save this mapping ...</source>
        <translation>保存此对应关系…</translation>
    </message>
    <message>
        <source>Use it for another table too</source>
        <translation>也用作另一个表</translation>
    </message>
    <message>
        <source>This table is not used. Choose at the left what it becomes, if anything.</source>
        <translation>此表未使用。如需使用，请在左侧选择它成为什么。</translation>
    </message>
    <message>
        <source>Nothing becomes yet: {tables}. A day cannot be planned without.</source>
        <translation>尚无来源：{tables}。缺少它们就无法安排一天。</translation>
    </message>
</context>
<context>
    <name>MendGrid</name>
    <message>
        <source>Rows around the problem, to be mended</source>
        <translation>问题附近的行，可在此修正</translation>
    </message>
    <message>
        <source>Select a problem to see its row, and mend it here.</source>
        <translation>选择一个问题即可看到它所在的行，并在此修正。</translation>
    </message>
    <message>
        <source>{sentence} No row can be mended: go back to say where it comes from, or mend the source.</source>
        <translation>{sentence} 无法在某一行中修正：请返回说明它来自哪里，或修正来源。</translation>
    </message>
    <message>
        <source>{place}, row {row}: {sentence}</source>
        <translation>{place}，第 {row} 行：{sentence}</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>OldPlanBanner</name>
    <message>
        <source>Plan the day</source>
        <translation>制定当日计划</translation>
    </message>
    <message>
        <source>The plan shown is of the data before the last edits.</source>
        <translation>显示的计划依据的是最近修改之前的数据。</translation>
    </message>
    <message>
        <source>The plan shown is of older data; those of now have errors.</source>
        <translation>显示的计划依据的是较早的数据；现在的数据有错误。</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>No data are open. Open the folder or workbook that holds your tables.</source>
        <translation>尚未打开数据。请打开存放表格的文件夹或工作簿。</translation>
    </message>
    <message>
        <source>Open data</source>
        <translation>打开数据</translation>
    </message>
    <message>
        <source>The data cannot be used yet: they have errors. Mend them on the page Data.</source>
        <translation>数据还不能使用：其中有错误。请在“数据”页修改。</translation>
    </message>
    <message>
        <source>Show the problems</source>
        <translation>查看问题</translation>
    </message>
    <message>
        <source>There is no plan yet. Choose the day on the page Data first.</source>
        <translation>尚无计划。请先在“数据”页选择日期。</translation>
    </message>
    <message>
        <source>There is no plan for {day} yet.</source>
        <translation>{day} 尚无计划。</translation>
    </message>
    <message>
        <source>Plan the day</source>
        <translation>制定当日计划</translation>
    </message>
</context>
<context>
    <name>PathForm</name>
    <message>
        <source>Choose...</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Files to read</source>
        <translation>要读取的文件</translation>
    </message>
    <message>
        <source>You can also drag a folder or files from elsewhere to here.</source>
        <translation>也可以把文件夹或文件从别处拖到这里。</translation>
    </message>
    <message>
        <source>A folder with one CSV or Parquet file per table. The names of files and columns may be your own: you say on the next page what each of them is.</source>
        <translation>每个表一个 CSV 或 Parquet 文件的文件夹。文件和列可以用您自己的名称：在下一页说明各是什么。</translation>
    </message>
    <message>
        <source>An Excel workbook with one sheet per table, under names of your own.</source>
        <translation>每个表一张工作表的 Excel 工作簿，名称可自定。</translation>
    </message>
    <message>
        <source>One or several CSV files that lie in the same folder.</source>
        <translation>同一文件夹中的一个或多个 CSV 文件。</translation>
    </message>
    <message>
        <source>A database that is one file on this computer (SQLite).</source>
        <translation>本机上单个文件的数据库（SQLite）。</translation>
    </message>
    <message>
        <source>A mapping file (TOML) saved earlier: it names the source and says what is what.</source>
        <translation>以前保存的对应文件（TOML）：它指明来源以及各是什么。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Workbook</source>
        <translation>工作簿</translation>
    </message>
    <message>
        <source>Folder of the files</source>
        <translation>文件所在的文件夹</translation>
    </message>
    <message>
        <source>SQLite file</source>
        <translation>SQLite 文件</translation>
    </message>
    <message>
        <source>Mapping file</source>
        <translation>对应文件</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xlsm)</source>
        <translation>工作簿 (*.xlsx *.xlsm)</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.tsv *.parquet)</source>
        <translation>表格 (*.csv *.txt *.tsv *.parquet)</translation>
    </message>
    <message>
        <source>SQLite files (*.sqlite *.sqlite3 *.db)</source>
        <translation>SQLite 文件 (*.sqlite *.sqlite3 *.db)</translation>
    </message>
    <message>
        <source>Mapping files (*.toml)</source>
        <translation>对应文件 (*.toml)</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>Filter: words that a row must have</source>
        <translation>筛选：行中须包含的词</translation>
    </message>
    <message>
        <source>This table has no rows.</source>
        <translation>此表没有行。</translation>
    </message>
    <message>
        <source>Rows are shown here once the data have no errors.</source>
        <translation>数据没有错误后在此显示各行。</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
</context>
<context>
    <name>PreviewTable</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>ProblemsTable</name>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Nothing is wrong with the data.</source>
        <translation>数据没有问题。</translation>
    </message>
    <message>
        <source>No data yet. Open a data set; what is wrong in it is listed here.</source>
        <translation>尚无数据。打开数据后，其中的问题列在此处。</translation>
    </message>
    <message>
        <source>Copy all problems</source>
        <translation>复制全部问题</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>另存为 CSV…</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>Save the problems</source>
        <translation>保存问题</translation>
    </message>
</context>
<context>
    <name>QuantityPanel</name>
    <message>
        <source>Other quantities to compare with</source>
        <translation>可比较的其他数量</translation>
    </message>
    <message>
        <source>Why nothing today</source>
        <translation>今天为何不采购</translation>
    </message>
    <message>
        <source>Why {units} from {place}</source>
        <translation>为何从 {place} 采购 {units} 件</translation>
    </message>
    <message>
        <source>Nothing of it is to be ordered or moved here today.</source>
        <translation>今天无需为此处采购或调拨该商品。</translation>
    </message>
    <message>
        <source>Order {units} from {place}: {why}</source>
        <translation>向 {place} 采购 {units}：{why}</translation>
    </message>
    <message>
        <source>Move {units} from {place}: {why}</source>
        <translation>从 {place} 调拨 {units}：{why}</translation>
    </message>
    <message>
        <source>Next, likely {units} from {place}: to order on {ordered}, here on {due}.</source>
        <translation>下一次可能从 {place} 采购 {units} 件：{ordered} 下单，{due} 到货。</translation>
    </message>
    <message>
        <source>Units today</source>
        <translation>今天的件数</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差额</translation>
    </message>
    <message>
        <source>Runs out</source>
        <translation>缺货可能</translation>
    </message>
    <message>
        <source>Lasts, days</source>
        <translation>可用天数</translation>
    </message>
    <message>
        <source>Cost, {currency}</source>
        <translation>成本（{currency}）</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>计划量</translation>
    </message>
</context>
<context>
    <name>QueryDialog</name>
    <message>
        <source>Add a query</source>
        <translation>添加查询</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name for the rows, such as open_orders</source>
        <translation>结果的名称，例如 open_orders</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>A query only reads: the database lets it change nothing.</source>
        <translation>查询只读：数据库不允许它更改任何内容。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ReasonsPanel</name>
    <message>
        <source>Why this is expected</source>
        <translation>预测的原因</translation>
    </message>
    <message>
        <source>Why {item}</source>
        <translation>{item} 的原因</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>Event “{name}”</source>
        <translation>事件“{name}”</translation>
    </message>
    <message>
        <source>Promotion “{name}”</source>
        <translation>促销“{name}”</translation>
    </message>
    <message>
        <source>Usual for the weekday</source>
        <translation>该星期几的通常销量</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>季节</translation>
    </message>
    <message>
        <source>Same days last year</source>
        <translation>去年同期</translation>
    </message>
    <message>
        <source>Holidays, events</source>
        <translation>节假日与事件</translation>
    </message>
    <message>
        <source>Promotions</source>
        <translation>促销</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Sales of like series</source>
        <translation>相似序列的销量</translation>
    </message>
    <message>
        <source>Recent level</source>
        <translation>近期水平</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预计</translation>
    </message>
</context>
<context>
    <name>RecoveredBanner</name>
    <message>
        <source>All right</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>The program ended without closing this project. Everything up to {time} is here, and can be undone as before.</source>
        <translation>程序上次结束时没有关闭此项目。{time} 之前的一切都在，仍可照常撤销。</translation>
    </message>
</context>
<context>
    <name>RoutesPage</name>
    <message>
        <source>Load</source>
        <translation>装载</translation>
    </message>
    <message>
        <source>How full each vehicle is, how long it works and what it costs.</source>
        <translation>每辆车的装载、工作时长和成本。</translation>
    </message>
    <message>
        <source>{used} of {all}</source>
        <translation>{used} / {all}</translation>
    </message>
    <message>
        <source>vehicles drive</source>
        <translation>出车</translation>
    </message>
    <message>
        <source>mean volume</source>
        <translation>平均容积</translation>
    </message>
    <message>
        <source>mean weight</source>
        <translation>平均载重</translation>
    </message>
    <message>
        <source>work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>cost of routes</source>
        <translation>路线成本</translation>
    </message>
</context>
<context>
    <name>RoutesTable</name>
    <message>
        <source>Routes</source>
        <translation>路线</translation>
    </message>
    <message>
        <source>This plan has no routes: every order is left out. Unassigned says why.</source>
        <translation>此计划没有路线：所有订单都未安排，原因见“未安排”。</translation>
    </message>
    <message>
        <source>No plan yet. Open a data set and press Plan to see its routes here.</source>
        <translation>尚无计划。打开数据并点击“制定当日计划”，路线将显示在此。</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>成本</translation>
    </message>
</context>
<context>
    <name>RowsPanel</name>
    <message>
        <source>Filter: words that a row must have</source>
        <translation>筛选：行中须包含的词</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>添加一行</translation>
    </message>
    <message>
        <source>Remove the rows selected</source>
        <translation>删除选中的行</translation>
    </message>
    <message>
        <source>{count} cells are too many for one step; {most} can be written at once.</source>
        <translation>{count} 个单元格太多；一次最多可写 {most} 个。</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>The rows are being read …</source>
        <translation>正在读取各行…</translation>
    </message>
    <message>
        <source>No row has all these words.</source>
        <translation>没有包含所有这些词的行。</translation>
    </message>
    <message>
        <source>There is no such table in the project.</source>
        <translation>项目中没有这张表。</translation>
    </message>
    <message>
        <source>This table has no rows.</source>
        <translation>这张表没有行。</translation>
    </message>
</context>
<context>
    <name>RowsTable</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <source>Clear cells</source>
        <translation>清除内容</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>添加一行</translation>
    </message>
    <message>
        <source>Remove rows</source>
        <translation>删除行</translation>
    </message>
</context>
<context>
    <name>ScarceTable</name>
    <message>
        <source>What there is too little of, the dearest first</source>
        <translation>紧缺的资源，代价高的在前</translation>
    </message>
    <message>
        <source>Nothing is scarce: room, hands and money suffice for what is best.</source>
        <translation>没有紧缺：库容、人手和资金足以支持最佳方案。</translation>
    </message>
    <message>
        <source>Scarce</source>
        <translation>紧缺</translation>
    </message>
    <message>
        <source>Warehouse</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>One more would save</source>
        <translation>多一单位可省</translation>
    </message>
    <message>
        <source>Goods-in capacity</source>
        <translation>收货能力</translation>
    </message>
    <message>
        <source>Storage room</source>
        <translation>库容</translation>
    </message>
    <message>
        <source>Goods-out capacity</source>
        <translation>发货能力</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>{price} per {currency}</source>
        <translation>每 {currency} 省 {price}</translation>
    </message>
    <message>
        <source>{price} per move</source>
        <translation>每次调拨 {price}</translation>
    </message>
    <message>
        <source>{price} per m³</source>
        <translation>每立方米 {price}</translation>
    </message>
</context>
<context>
    <name>SelectedCard</name>
    <message>
        <source>Late by {duration}</source>
        <translation>迟到 {duration}</translation>
    </message>
    <message>
        <source>On time</source>
        <translation>准时</translation>
    </message>
    <message>
        <source>Show the route</source>
        <translation>查看路线</translation>
    </message>
    <message>
        <source>Show the warehouse</source>
        <translation>查看仓库</translation>
    </message>
    <message>
        <source>Cost of leaving it out</source>
        <translation>不配送的成本</translation>
    </message>
    <message>
        <source>Due on {day}</source>
        <translation>{day} 到期</translation>
    </message>
    <message>
        <source>Show where it is fetched</source>
        <translation>查看取货点</translation>
    </message>
    <message>
        <source>Show where it is delivered</source>
        <translation>查看送货点</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>营业时间</translation>
    </message>
    <message>
        <source>Orders a day, at most</source>
        <translation>每日订单上限</translation>
    </message>
    <message>
        <source>Orders it serves</source>
        <translation>负责的订单</translation>
    </message>
    <message>
        <source>Vehicles that start here</source>
        <translation>从此出发的车辆</translation>
    </message>
    <message>
        <source>SKUs to order</source>
        <translation>待采购 SKU</translation>
    </message>
    <message>
        <source>SKUs to move here</source>
        <translation>待调入 SKU</translation>
    </message>
    <message>
        <source>SKUs to move away</source>
        <translation>待调出 SKU</translation>
    </message>
    <message>
        <source>Expected {day}</source>
        <translation>预计 {day}</translation>
    </message>
    <message>
        <source>{fewest} to {most} stops, {tonnes} t</source>
        <translation>{fewest} 至 {most} 站，{tonnes} 吨</translation>
    </message>
    <message>
        <source>On hand</source>
        <translation>现有</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>已预留</translation>
    </message>
    <message>
        <source>{units} on {day}</source>
        <translation>{day} 到 {units}</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Forecast rests on</source>
        <translation>预测依据</translation>
    </message>
    <message>
        <source>Lead time</source>
        <translation>提前期</translation>
    </message>
    <message>
        <source>Usual demand in that time</source>
        <translation>期间通常需求</translation>
    </message>
    <message>
        <source>90 of 100 times, at most</source>
        <translation>100 次中 90 次不超过</translation>
    </message>
    <message>
        <source>{units} from {place}, there on {day}</source>
        <translation>{units}，来自 {place}，{day} 到</translation>
    </message>
    <message>
        <source>To order or move</source>
        <translation>待采购或调拨</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>Late at {count} stops</source>
        <translation>{count} 站迟到</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出车时间</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Volume on board</source>
        <translation>车上体积（最多）</translation>
    </message>
    <message>
        <source>Weight on board</source>
        <translation>车上重量（最多）</translation>
    </message>
    <message>
        <source>{load} of {most}</source>
        <translation>{load} / {most}</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>体积</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>重量</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>里程</translation>
    </message>
    <message>
        <source>Traffic adds</source>
        <translation>拥堵增加</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>being worked out …</source>
        <translation>正在计算…</translation>
    </message>
</context>
<context>
    <name>SelectedPanel</name>
    <message>
        <source>Selected</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>Why it is so</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What one can do</source>
        <translation>可以怎么做</translation>
    </message>
    <message>
        <source>The drive there</source>
        <translation>前往此处的行程</translation>
    </message>
    <message>
        <source>Why this way?</source>
        <translation>为何走这条路？</translation>
    </message>
    <message>
        <source>Click a stop, a route or a row, and all that is known of it is here.</source>
        <translation>点击站点、路线或表中一行，其全部信息显示在此。</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>未选择任何内容。</translation>
    </message>
</context>
<context>
    <name>SeriesTable</name>
    <message>
        <source>Demand series</source>
        <translation>需求序列</translation>
    </message>
    <message>
        <source>The data hold no demand history.</source>
        <translation>数据中没有需求历史。</translation>
    </message>
    <message>
        <source>Warehouse</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>Sold, 28 d</source>
        <translation>28 天销量</translation>
    </message>
    <message>
        <source>Rests on</source>
        <translation>预测依据</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预计</translation>
    </message>
</context>
<context>
    <name>SettingMeanings</name>
    <message>
        <source>Currency of all money in the data</source>
        <translation>数据中所有金额的货币</translation>
    </message>
    <message>
        <source>Map datum of the coordinates in the data</source>
        <translation>数据中坐标的坐标系</translation>
    </message>
    <message>
        <source>Day to plan, where none is chosen</source>
        <translation>未选择时计划的日期</translation>
    </message>
    <message>
        <source>Days to forecast</source>
        <translation>预测天数</translation>
    </message>
    <message>
        <source>How often stock shall last until the next delivery: 0.95 is 95 of 100 times</source>
        <translation>库存应撑到下次到货的频率：0.95 即 100 次中 95 次</translation>
    </message>
    <message>
        <source>What a year of stock costs beside its room, as a share of its value: capital, insurance, ageing</source>
        <translation>除库位外，库存一年的成本占其价值的比例：资金、保险、老化</translation>
    </message>
    <message>
        <source>What all orders to suppliers over the days planned may cost; no limit where empty</source>
        <translation>规划期内向供应商采购的总金额上限；留空则无上限</translation>
    </message>
    <message>
        <source>Cost of leaving an order out as a share of its goods&apos; value, where the order names none</source>
        <translation>订单未注明时，不配送的成本占货值的比例</translation>
    </message>
    <message>
        <source>Least cost of leaving an order out, where the order names none</source>
        <translation>订单未注明时，不配送的最低成本</translation>
    </message>
    <message>
        <source>Metres that a door may lie from a road at most</source>
        <translation>门址距道路的最大距离（米）</translation>
    </message>
    <message>
        <source>Whether roads are as slow as is typical of each hour, or always as fast as can be</source>
        <translation>道路按各时段常见车速计算，还是始终按畅通计算</translation>
    </message>
    <message>
        <source>Whether turning takes time and forbidden turns are kept</source>
        <translation>是否计入转弯耗时并遵守禁止转向</translation>
    </message>
    <message>
        <source>What papers for drivers show; all of it where nothing is named</source>
        <translation>司机单据显示的内容；未指定则全部显示</translation>
    </message>
    <message>
        <source>Telephone numbers on papers</source>
        <translation>单据上的电话号码</translation>
    </message>
    <message>
        <source>What opens the navigation codes on the dispatch sheet</source>
        <translation>派车单导航码用哪个应用打开</translation>
    </message>
    <message>
        <source>What a day without a record means: unknown, or zero (nothing was sold)</source>
        <translation>没有记录的日子的含义：unknown（未知）或 zero（没有销售）</translation>
    </message>
    <message>
        <source>Two records of one day of a series: an error (reject), added up (sum), or the last one counts</source>
        <translation>同一序列同一天有两条记录：reject 报错，sum 相加，last 取最后一条</translation>
    </message>
    <message>
        <source>Units below zero: an error (reject), or returns, which are no demand</source>
        <translation>件数小于零：reject 报错，或 returns 视为退货，不计需求</translation>
    </message>
    <message>
        <source>Days far beyond all others of a series: unknown (mask), kept, or lowered to the greatest other day (cap)</source>
        <translation>远超其他日子的数字：mask 视为未知，keep 保留，cap 降至其余最高日</translation>
    </message>
    <message>
        <source>Unknown days inside a series: left out (mask), or filled by the mean, a linear or cubic curve, the seasonal pattern of the week, or like series (neighbours)</source>
        <translation>序列中的未知日：mask 不计，或用 mean 均值、linear 直线、cubic 曲线、seasonal 周规律、neighbours 相似序列填补</translation>
    </message>
    <message>
        <source>Country whose public holidays the forecast knows, by its code of two letters; empty for the table&apos;s own alone</source>
        <translation>预测所用公共假日的国家或地区（两个字母的代码）；留空则只用表中的节假日</translation>
    </message>
    <message>
        <source>State or province of that country, such as BW</source>
        <translation>该国的州或省，例如 BW</translation>
    </message>
</context>
<context>
    <name>SourceBanner</name>
    <message>
        <source>Read them again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>The files in {source} have changed since they were read. To read them again takes the place of what was edited here; undo brings it back.</source>
        <translation>{source} 中的文件在读取之后有变动。重新读取会取代这里的修改；撤销可恢复。</translation>
    </message>
</context>
<context>
    <name>SourcePage</name>
    <message>
        <source>Go on with it</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Imported before</source>
        <translation>以前导入过</translation>
    </message>
    <message>
        <source>An import of {name} was not finished. All that was mended is kept.</source>
        <translation>{name} 的导入尚未完成。所有修正都已保留。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Workbook</source>
        <translation>工作簿</translation>
    </message>
    <message>
        <source>CSV files</source>
        <translation>CSV 文件</translation>
    </message>
    <message>
        <source>SQLite file</source>
        <translation>SQLite 文件</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Mapping file</source>
        <translation>对应文件</translation>
    </message>
    <message>
        <source>Kind of source</source>
        <translation>来源类型</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>Where the data are</source>
        <translation>数据在哪里</translation>
    </message>
    <message>
        <source>What is what</source>
        <translation>各是什么</translation>
    </message>
    <message>
        <source>Check and import</source>
        <translation>检查并导入</translation>
    </message>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation>第 {number} 步，共 {count} 步：{name}</translation>
    </message>
</context>
<context>
    <name>StockAlertsTable</name>
    <message>
        <source>Alerts about the stock, the dearest first</source>
        <translation>库存提醒，金额高的在前</translation>
    </message>
    <message>
        <source>There is nothing about the stock to look at.</source>
        <translation>库存没有需要关注的事项。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>可能性</translation>
    </message>
    <message>
        <source>What is known</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>At risk, {currency}</source>
        <translation>金额（{currency}）</translation>
    </message>
    <message>
        <source>May run out</source>
        <translation>可能缺货</translation>
    </message>
    <message>
        <source>Too much</source>
        <translation>库存过多</translation>
    </message>
    <message>
        <source>May expire</source>
        <translation>可能过期</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期未到</translation>
    </message>
    <message>
        <source>Over capacity</source>
        <translation>超出能力</translation>
    </message>
    <message>
        <source>Peak ahead</source>
        <translation>高峰将至</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>确定</translation>
    </message>
</context>
<context>
    <name>StockChart</name>
    <message>
        <source>{units} free on hand before the day begins</source>
        <translation>当日开始前可用现有 {units}</translation>
    </message>
    <message>
        <source>{units} left in the evening</source>
        <translation>当晚剩余 {units}</translation>
    </message>
    <message>
        <source>8 of 10 cases: {low} to {high}</source>
        <translation>10 次中 8 次：{low} 至 {high}</translation>
    </message>
    <message>
        <source>{units} expected to be sold</source>
        <translation>预计售出 {units}</translation>
    </message>
    <message>
        <source>{units} arrive, on their way</source>
        <translation>在途到货 {units}</translation>
    </message>
    <message>
        <source>{units} arrive, ordered or moved today</source>
        <translation>到货 {units} 件，今天采购或调入的</translation>
    </message>
    <message>
        <source>{units} arrive, likely to be ordered later</source>
        <translation>到货 {units} 件，以后可能采购的</translation>
    </message>
    <message>
        <source>Ordered or moved here today</source>
        <translation>今天采购或调入</translation>
    </message>
    <message>
        <source>Likely later</source>
        <translation>以后可能的</translation>
    </message>
    <message>
        <source>{units} moved to other warehouses</source>
        <translation>调往其他仓库 {units}</translation>
    </message>
    <message>
        <source>Stock expected in the evening</source>
        <translation>预计当晚库存</translation>
    </message>
    <message>
        <source>8 of 10 cases lie in this band</source>
        <translation>10 次中 8 次落在此区间</translation>
    </message>
    <message>
        <source>On their way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>Moved away by this plan</source>
        <translation>此计划调出</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>短缺</translation>
    </message>
</context>
<context>
    <name>StockFigures</name>
    <message>
        <source>to order today, 1 line</source>
        <translation>今天采购，1 行</translation>
    </message>
    <message>
        <source>to order today, {lines} lines</source>
        <translation>今天采购，{lines} 行</translation>
    </message>
    <message>
        <source>lines to move today</source>
        <translation>今天调拨的行数</translation>
    </message>
    <message>
        <source>expected cost of {days} days</source>
        <translation>{days} 天的预期成本</translation>
    </message>
    <message>
        <source>at most above the best possible</source>
        <translation>最多高于最优方案</translation>
    </message>
    <message>
        <source>of the budget of {budget}</source>
        <translation>已用，预算为 {budget}</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>StockPage</name>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>What to order and to move, and how long the stock of each SKU lasts.</source>
        <translation>采购与调拨建议，以及每个 SKU 的库存可用多久。</translation>
    </message>
    <message>
        <source>The data hold no stock table, so what lies in the warehouses is unknown. Add a table stock and open the data again.</source>
        <translation>数据中没有库存表，无法得知仓库存货。请添加 stock 表后重新打开数据。</translation>
    </message>
    <message>
        <source>Chart of stock; arrow keys read out the days</source>
        <translation>库存图；用方向键逐日读数</translation>
    </message>
    <message>
        <source>What if...</source>
        <translation>假如……</translation>
    </message>
    <message>
        <source>Change demand, lead time, room, service or budget, and compare the plans</source>
        <translation>改变需求、提前期、库容、服务水平或预算，并比较计划</translation>
    </message>
    <message>
        <source>Lists of the stock plan</source>
        <translation>库存计划的列表</translation>
    </message>
    <message>
        <source>{item} at {place}</source>
        <translation>{place} 的 {item}</translation>
    </message>
    <message>
        <source>not in {days} days</source>
        <translation>{days} 天内不会</translation>
    </message>
    <message>
        <source>on hand</source>
        <translation>现有</translation>
    </message>
    <message>
        <source>reserved</source>
        <translation>已预留</translation>
    </message>
    <message>
        <source>on order</source>
        <translation>在订</translation>
    </message>
    <message>
        <source>lead time</source>
        <translation>提前期</translation>
    </message>
    <message>
        <source>runs short</source>
        <translation>出现短缺</translation>
    </message>
    <message>
        <source>no lane</source>
        <translation>无供应路径</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>{fewest} to {most} days</source>
        <translation>{fewest} 至 {most} 天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Scarce</source>
        <translation>紧缺</translation>
    </message>
</context>
<context>
    <name>StockTable</name>
    <message>
        <source>To order and to move</source>
        <translation>采购与调拨</translation>
    </message>
    <message>
        <source>The data hold no stock table, so nothing can be ordered or moved.</source>
        <translation>数据中没有库存表，无法给出采购或调拨建议。</translation>
    </message>
    <message>
        <source>Nothing is to be ordered or moved: the stock covers the demand expected.</source>
        <translation>无需采购或调拨：库存足以满足预计需求。</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>成本</translation>
    </message>
</context>
<context>
    <name>StopsTable</name>
    <message>
        <source>Stops</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>No vehicle stops anywhere in this plan.</source>
        <translation>此计划没有任何站点。</translation>
    </message>
    <message>
        <source>No plan yet. Open a data set and press Plan to see its stops here.</source>
        <translation>尚无计划。打开数据并点击“制定当日计划”，站点将显示在此。</translation>
    </message>
    <message>
        <source>Selected route only</source>
        <translation>仅所选路线</translation>
    </message>
    <message>
        <source>Load after, m³</source>
        <translation>离站装载 m³</translation>
    </message>
</context>
<context>
    <name>SupplyTable</name>
    <message>
        <source>What</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>调拨</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>采购</translation>
    </message>
</context>
<context>
    <name>TableArea</name>
    <message>
        <source>Every row</source>
        <translation>逐行显示</translation>
    </message>
    <message>
        <source>In brief</source>
        <translation>概览</translation>
    </message>
</context>
<context>
    <name>TableMeanings</name>
    <message>
        <source>Where goods lie and vehicles start</source>
        <translation>货物存放和车辆出发的地点</translation>
    </message>
    <message>
        <source>What is sold, how large and how heavy</source>
        <translation>商品及其体积和重量</translation>
    </message>
    <message>
        <source>Who supplies what, in how many days</source>
        <translation>由谁供应什么、需几天</translation>
    </message>
    <message>
        <source>What lies in each warehouse now</source>
        <translation>各仓库现有库存</translation>
    </message>
    <message>
        <source>What is on its way to the warehouses</source>
        <translation>正运往各仓库的货物</translation>
    </message>
    <message>
        <source>What was sold, day by day</source>
        <translation>逐日销量</translation>
    </message>
    <message>
        <source>Days on which more is sold</source>
        <translation>销量较高的日子</translation>
    </message>
    <message>
        <source>Days unlike others, by region</source>
        <translation>各地区的特殊日子</translation>
    </message>
    <message>
        <source>Who gets a delivery, where and when</source>
        <translation>配送对象、地点和时间</translation>
    </message>
    <message>
        <source>What each order consists of</source>
        <translation>每个订单的内容</translation>
    </message>
    <message>
        <source>What can drive, how much it takes and costs</source>
        <translation>可用车辆及其装载和成本</translation>
    </message>
    <message>
        <source>Who drives, and when</source>
        <translation>司机及其出勤</translation>
    </message>
    <message>
        <source>How fast traffic is through the day</source>
        <translation>一天中的车速</translation>
    </message>
    <message>
        <source>What drives really took</source>
        <translation>实际行驶耗时</translation>
    </message>
    <message>
        <source>Areas that not every vehicle may enter</source>
        <translation>并非所有车辆可进入的区域</translation>
    </message>
    <message>
        <source>What happened on the way and in the warehouses</source>
        <translation>途中和仓库发生的事</translation>
    </message>
    <message>
        <source>How this day is planned</source>
        <translation>当日计划的设置</translation>
    </message>
</context>
<context>
    <name>TablePanel</name>
    <message>
        <source>Filter: words that a row must have</source>
        <translation>筛选：行中须包含的词</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>No row has all these words. Clear the filter to see every row.</source>
        <translation>没有行同时包含这些词。清除筛选可查看所有行。</translation>
    </message>
</context>
<context>
    <name>TablePreview</name>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Warehouse</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>SKU</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>首日</translation>
    </message>
    <message>
        <source>Days with a figure</source>
        <translation>有数据的天数</translation>
    </message>
    <message>
        <source>Units sold</source>
        <translation>销量</translation>
    </message>
</context>
<context>
    <name>TablesFound</name>
    <message>
        <source>Found</source>
        <translation>找到的表</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>成为</translation>
    </message>
    <message>
        <source>Tables found</source>
        <translation>找到的表</translation>
    </message>
    <message>
        <source>Still missing: {columns}</source>
        <translation>仍缺少：{columns}</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>All that is needed is there</source>
        <translation>所需的都有了</translation>
    </message>
    <message>
        <source>There is a question to answer</source>
        <translation>有问题需要回答</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>What {table} becomes</source>
        <translation>{table} 成为什么</translation>
    </message>
</context>
<context>
    <name>TablesList</name>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
</context>
<context>
    <name>TextFormatBar</name>
    <message>
        <source>comma ,</source>
        <translation>逗号 ,</translation>
    </message>
    <message>
        <source>semicolon ;</source>
        <translation>分号 ;</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>upright bar</source>
        <translation>竖线</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>Western European (Windows-1252)</source>
        <translation>西欧 (Windows-1252)</translation>
    </message>
    <message>
        <source>Western European (ISO 8859-15)</source>
        <translation>西欧 (ISO 8859-15)</translation>
    </message>
    <message>
        <source>Central European (Windows-1250)</source>
        <translation>中欧 (Windows-1250)</translation>
    </message>
    <message>
        <source>Cyrillic (Windows-1251)</source>
        <translation>西里尔 (Windows-1251)</translation>
    </message>
    <message>
        <source>A guess: are all letters below as they should be?</source>
        <translation>这是推测：下面的文字都正确吗？</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline of the routes</source>
        <translation>路线时间轴</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>Driving</source>
        <translation>行驶</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>取货</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>补装</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>This plan has no routes.</source>
        <translation>此计划没有路线。</translation>
    </message>
    <message>
        <source>No plan yet. Open a data set and press Plan to see the day here.</source>
        <translation>尚无计划。打开数据并点击“制定当日计划”，当日安排将显示在此。</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Search routes for {seconds} s</source>
        <translation>搜索路线 {seconds} 秒</translation>
    </message>
    <message>
        <source>Search routes for {minutes} min</source>
        <translation>搜索路线 {minutes} 分钟</translation>
    </message>
</context>
<context>
    <name>UnassignedTable</name>
    <message>
        <source>Unassigned</source>
        <translation>未安排</translation>
    </message>
    <message>
        <source>Every order is served. There is nothing to do here.</source>
        <translation>所有订单均已安排，无需处理。</translation>
    </message>
    <message>
        <source>No plan yet. Once there is one, the orders it leaves out are listed here.</source>
        <translation>尚无计划。制定后，未安排的订单列在此处。</translation>
    </message>
    <message>
        <source>Cost left out</source>
        <translation>不配送成本</translation>
    </message>
    <message>
        <source>Cost left out ({currency})</source>
        <translation>不配送成本（{currency}）</translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>Both plans in figures</source>
        <translation>两个计划的数据</translation>
    </message>
    <message>
        <source>Lines of today that differ</source>
        <translation>今天有变化的行</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>现状</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>假如</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差额</translation>
    </message>
    <message>
        <source>Expected cost</source>
        <translation>预期成本</translation>
    </message>
    <message>
        <source>of it holding</source>
        <translation>其中持有</translation>
    </message>
    <message>
        <source>of it shortage</source>
        <translation>其中缺货</translation>
    </message>
    <message>
        <source>of it ordering</source>
        <translation>其中订货</translation>
    </message>
    <message>
        <source>Spent on orders</source>
        <translation>采购支出</translation>
    </message>
    <message>
        <source>Lines to order and move today</source>
        <translation>今天采购和调拨的行数</translation>
    </message>
    <message>
        <source>Units to order and move today</source>
        <translation>今天采购和调拨的件数</translation>
    </message>
    <message>
        <source>SKUs that may run out</source>
        <translation>可能缺货的 SKU</translation>
    </message>
    <message>
        <source>At most above the best possible, %</source>
        <translation>最多高于最优方案，%</translation>
    </message>
</context>
<context>
    <name>WhatIfDialog</name>
    <message>
        <source>What if...</source>
        <translation>假如……</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Nothing is changed yet: change one of the values above.</source>
        <translation>尚未更改任何内容：请更改上面的某个数值。</translation>
    </message>
    <message>
        <source>Cancelled; nothing has changed.</source>
        <translation>已取消，没有任何更改。</translation>
    </message>
    <message>
        <source>Stock or demand is not known, so nothing can be compared.</source>
        <translation>库存或需求未知，无法比较。</translation>
    </message>
    <message>
        <source>Lines of today that differ: {count}</source>
        <translation>今天有变化的行：{count}</translation>
    </message>
    <message>
        <source>The stock is planned anew as it is and with these changes. No plan is changed.</source>
        <translation>按现状和这些改动各重新规划一次库存。现有计划不变。</translation>
    </message>
</context>
<context>
    <name>WhatIfForm</name>
    <message>
        <source>no limit</source>
        <translation>无上限</translation>
    </message>
    <message>
        <source>Demand, of what is expected</source>
        <translation>需求（占预期的比例）</translation>
    </message>
    <message>
        <source>Lead times, days more</source>
        <translation>提前期增加的天数</translation>
    </message>
    <message>
        <source>Room and capacity of the warehouses</source>
        <translation>仓库的库容与能力</translation>
    </message>
    <message>
        <source>Service level</source>
        <translation>服务水平</translation>
    </message>
    <message>
        <source>Budget of all orders</source>
        <translation>全部采购的预算</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Folder with the tables of a dataset</source>
        <translation>存放数据表格的文件夹</translation>
    </message>
    <message>
        <source>Workbook with a sheet per table</source>
        <translation>每张表一个工作表的工作簿</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Projects (*.wayloom)</source>
        <translation>项目 (*.wayloom)</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx *.xlsm);;SQLite files (*.sqlite *.sqlite3 *.db);;Mapping files (*.toml)</source>
        <translation>工作簿 (*.xlsx *.xlsm);;SQLite 文件 (*.sqlite *.sqlite3 *.db);;映射文件 (*.toml)</translation>
    </message>
    <message>
        <source>Plan file</source>
        <translation>计划文件</translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation>计划 (*.json)</translation>
    </message>
    <message>
        <source>Roads of the region, as OpenStreetMap publishes them</source>
        <translation>该地区的 OpenStreetMap 道路文件</translation>
    </message>
    <message>
        <source>Road files (*.osm.pbf *.pbf *.osm.gz *.osm *.graphml)</source>
        <translation>道路文件 (*.osm.pbf *.pbf *.osm.gz *.osm *.graphml)</translation>
    </message>
    <message>
        <source>Wayloom {version}: demand, stock and routes of an e-commerce day, offline.

Map data you import: © OpenStreetMap contributors, ODbL. Licence of the program: Apache-2.0.</source>
        <translation>Wayloom {version}：离线规划电商一日的需求、库存与路线。

导入的地图数据：© OpenStreetMap 贡献者，ODbL。程序许可：Apache-2.0。</translation>
    </message>
    <message>
        <source>Save a copy of the project</source>
        <translation>保存项目副本</translation>
    </message>
    <message>
        <source>The day is being planned. Open data all the same, without that plan?</source>
        <translation>正在制定当日计划。仍要打开数据并放弃该计划吗？</translation>
    </message>
</context>
<context>
    <name>WordsTable</name>
    <message>
        <source>Word there</source>
        <translation>原词</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>意为</translation>
    </message>
    <message>
        <source>Words and what they mean</source>
        <translation>词及其含义</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>What {word} means</source>
        <translation>{word} 意为</translation>
    </message>
</context>
<context>
    <name>WorkStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped; nothing has changed.</source>
        <translation>已停止；没有任何更改。</translation>
    </message>
</context>
</TS>
